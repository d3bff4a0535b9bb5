"""`python -m benchmarks.nlu`: measures Nutrigap's understanding and that of the stock pipeline."""

from benchmarks.nlu.run import main

main()
