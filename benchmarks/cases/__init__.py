"""The case benchmark: vignettes from published cases, told to the whole assistant."""
