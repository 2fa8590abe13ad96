"""`python -m plugins` is `kangle`."""

from plugins.commands import main

main()
