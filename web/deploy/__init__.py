"""How the program is put on a city's machine: the bundle, its checks, the service and container.

For a checkout: none of this is in the installed package.
"""
