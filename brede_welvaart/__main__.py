"""`python -m brede_welvaart` is `welvaart`."""

from brede_welvaart.cli import main

if __name__ == "__main__":
    main()
