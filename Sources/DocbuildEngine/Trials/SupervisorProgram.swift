/// How a supervisor is started: as a program that calls `docbuild_supervise` with the words that follow its own.
package struct SupervisorProgram: Sendable {
  /// The program's path.
  let path: String
  /// Its own words, the program's name first; 'plain' or 'sandbox', the folder to remove and the sandbox's words follow.
  let words: [String]

  /// The program at `path` with its own words, its name first.
  package init(path: String, words: [String]) {
    self.path = path
    self.words = words
  }
}
