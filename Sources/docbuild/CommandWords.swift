import CKernel

/// The words of the command line, the program's name first. `CommandLine` has them from `/proc`, which need not be mounted.
let commandWords = (0..<docbuild_word_count()).map { String(cString: docbuild_word($0)) }
