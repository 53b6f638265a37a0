"""`python -m svc` is `svc`."""

from svc.cli.app import main

if __name__ == "__main__":
    main()
