"""Nutrigap: tells people which nutrient gaps could explain what they feel, and when to see whom."""
