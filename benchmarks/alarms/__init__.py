"""The alarm benchmark: emergencies told in everyday words, and near misses that are none."""
