import CKernel

/// The words of the command line, the program's name first. `CommandLine` has them from `/proc`, which need not be mounted.
let commandWords = (0..<docbuild_word_count()).map { String(cString: docbuild_word($0)) }

/// Whether a word of the command line that reads so is not UTF-8: what is not reads as U+FFFD.
func isBroken(_ word: String) -> Bool {
  guard word.unicodeScalars.contains("\u{FFFD}") else { return false }
  return (0..<docbuild_word_count()).contains { index in
    let written = docbuild_word(index)
    return String(validatingCString: written) == nil && String(cString: written) == word
  }
}
