/// What `<!-- test(…) -->` before a fenced block says of how it is tested.
package struct TestOptions: Sendable, Equatable {
  /// Why the block is not run; nil when it is.
  package var skip: String?
  /// The milliseconds that the block may take.
  package var timeout = 60_000
  /// Programs that must be there, `root`, or commands that must succeed (`conditions`); without one of them the block is
  /// skipped.
  package var needs: [String] = []
  /// A command that runs before the block's own, in the same shell, and is not shown.
  package var setup: String?
  /// Whether the comment itself holds commands, which run and are not shown.
  package var isHidden = false
  /// The folder whose copy the shell starts in: from the document's own, or with a slash in front from the root; nil where it
  /// is not said.
  package var folder: String?
  /// Whether it runs in a new shell and a new folder.
  package var isFresh = false
  /// What reports call it.
  package var name: String?
  /// Notation for lines that the block shows as a sample.
  package var expect: [Bytes] = []
  /// The files and folders that it reads, below the root; nil when it may read all of the project.
  package var reads: [String]?
  /// A pattern for what may differ in the lines that commands print.
  package var vary: Bytes?
  /// What is wrong with `vary`: then nobody knows what may differ.
  var badPattern: TestTrouble?
  /// Whether something is wrong with `vary`.
  package var hasBadPattern: Bool { badPattern != nil }

  /// What holds where no comment says otherwise.
  package init() {}

  /// The options, with what each takes.
  package static let all: [(name: String, takes: String)] = [
    ("skip", "why the block is not run, as in skip=\"needs a camera\""),
    ("timeout", "how long the block may take, as in timeout=90s, 2m or 500ms"),
    (
      "needs",
      "programs, root, or commands that must succeed, as in needs=docker,root or needs=\"docker info\""
    ),
    ("setup", "a command that runs first and is not shown, as in setup=\"make clean\""),
    ("run", "nothing: the comment holds commands, which run and are not shown"),
    ("in", "the folder whose copy the shell starts in, as in in=\"..\" or in=\"/\""),
    ("fresh", "nothing: the block runs in a new shell and a new folder"),
    ("name", "what reports call the block, as in name=\"first start\""),
    ("vary", "a pattern for what may differ in output, as in vary=/[0-9.]+s/"),
    (
      "expect",
      "notation for lines that are shown as a sample, as in expect=\"took [..] s\"; as often as needed"
    ),
    ("reads", "files and folders below the root, as in reads=\"src/ build/tool\""),
  ]

  /// Of `needs` the commands that must succeed: what has a blank or a slash in it is no program's name.
  package var conditions: [String] { needs.filter(Self.isCondition) }

  /// Whether a need is a command.
  package static func isCondition(_ need: String) -> Bool {
    need.utf8.contains { $0.isBlank || $0 == UInt8(ascii: "/") }
  }

  /// Whether a path is relative and leads nowhere but below.
  package static func isBelowRoot(_ path: String) -> Bool {
    let components = path.utf8.split(separator: UInt8(ascii: "/"))
    return !components.isEmpty && path.utf8.first != UInt8(ascii: "/")
      && !components.contains { $0.elementsEqual("..".utf8) } && !path.utf8.contains(0)
  }
}
