import Glibc

exit(serve(Array(CommandLine.arguments.dropFirst())))
