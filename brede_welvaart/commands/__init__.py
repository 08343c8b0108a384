"""The commands of the command line, by their subject; each reads arguments, calls one function and prints."""
