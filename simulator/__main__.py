"""`python -m simulator` is `forcemix`."""

from simulator.cli import main

main()
