"""`python -m benchmarks.speed`: measures Nutrigap's speed and that of a stock assistant."""

from benchmarks.speed.run import main

main()
