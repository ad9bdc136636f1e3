"""A graph's folder comes in, a server on it goes out: SPARQL for programs, pages for people. It only ever reads.

listening   the address, and the server's life on it
protocol    what a request asks, and by which status it is refused
keeping     replies that were given, for those who ask the same
pool        many questions at once, none that holds up the others
child       the server's side of a child process: questions go in, answers come out
worker      the child's side, which answers: no question is asked of the store in the server itself
pages       answers as HTML
app         the addresses, and who answers them

Nothing is imported here, so that a child, which is started often, loads what answers and nothing of the server.
"""
