/// The words of the command line, the program's name first. `CommandLine.arguments` is made from `/proc`, which need not be
/// mounted.
let commandWords = (0..<Int(CommandLine.argc)).compactMap { index in
  CommandLine.unsafeArgv[index].map { String(cString: $0) }
}
