import ArgumentParser

/// A command line that help and manual pages show, and what it does.
struct Example: Sendable {
  let command: String
  let effect: String

  init(_ command: String, _ effect: String) {
    self.command = command
    self.effect = effect
  }

  /// The examples below their heading, in at most 80 columns: what they do stands beside them where there is room for all,
  /// else below each.
  static func text(_ examples: [Example]) -> String {
    let width = examples.map(\.command.count).max() ?? 0
    let room = 80 - 2 - width - 2
    let isBeside = examples.allSatisfy { $0.effect.count <= room }
    let lines = examples.map { example in
      isBeside
        ? "  \(example.command)\(String(repeating: " ", count: width - example.command.count + 2))\(example.effect)"
        : "  \(example.command)\n      \(example.effect)"
    }
    return "EXAMPLES:\n" + lines.joined(separator: "\n")
  }
}

extension CommandConfiguration {
  /// One of docbuild's commands, whose examples stand behind its discussion, from where `scripts/manual` takes them.
  ///
  /// ArgumentParser looks for a request for completions only in a command that says of no other that it belongs to it, which takes
  /// as long as half of all its other parsing; `docbuild` itself gives those, for every command.
  ///
  /// - Parameter usage: the line of usage; ArgumentParser's own when it is nil, which need not fit 80 columns.
  init(abstract: String, usage: String? = nil, discussion: String = "", examples: [Example]) {
    self.init(
      _superCommandName: "docbuild", abstract: abstract, usage: usage,
      discussion: discussion + (discussion.isEmpty ? "" : "\n\n") + Example.text(examples))
  }
}
