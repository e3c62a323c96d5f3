import DocbuildCore

/// What did not hold of one command, or of what had to come before it.
struct Failure {
  /// In the order in which they are reported.
  var problems: [Diagnostic]
  /// Where its shell stood.
  let standing: Standing?
  /// Whether the commands behind it were not run.
  let endsBlock: Bool
  /// Whether it failed though it should not: what comes behind may fail for that alone.
  let isFailedCommand: Bool
  /// Whether it should have led the shell elsewhere.
  var leadsElsewhere = false
  /// Whether it lacks lines, and prints none in their place.
  var onlyLacksLines = false
  /// Whether, since the failure before it, a command has printed what the page says.
  var isBehindSuccess = false

  /// A command that did something else than the page says.
  init(
    _ problems: [Diagnostic], of command: Transcript.Command,
    _ done: TranscriptSession.CommandResult, _ alignment: Alignment
  ) {
    self.problems = problems
    standing = done.standing
    endsBlock = done.status == nil
    isFailedCommand = command.status == 0 && (done.status ?? 0) != 0
    let first = command.text.prefix { !$0.isBlank }.text
    leadsElsewhere = ["cd", "pushd", "source", "."].contains(first)
    onlyLacksLines =
      done.status == command.status
      && alignment.steps.allSatisfy { if case .unexpected = $0 { false } else { true } }
  }

  /// What had to come before commands, and failed.
  init(_ problems: [Diagnostic], standing: Standing?, endsBlock: Bool) {
    self.problems = problems
    self.standing = standing
    self.endsBlock = endsBlock
    isFailedCommand = true
  }
}

/// The failures that later ones of the same document may only follow from.
///
/// Behind a command that failed though it should not, another such one follows from it as far as anybody can tell, and so
/// does one that just lacks lines, until a command prints what the page says; where the first was to lead the shell
/// elsewhere, everything does.
struct FailureCauses {
  /// The last cause: its number among the problems, and whether the shell stands elsewhere than it should.
  private var cause: (index: Int, leadsElsewhere: Bool)?
  /// The lines of what follows, by the cause's number.
  private var followers: [Int: [Int]] = [:]
  /// The line of the last cause.
  private(set) var line = 0

  /// What comes has another shell.
  mutating func forget() { cause = nil }

  /// Whether a failure only follows from the cause, which is noted.
  mutating func explains(_ failure: Failure) -> Bool {
    if failure.isBehindSuccess, cause?.leadsElsewhere == false { cause = nil }
    guard let cause, let first = failure.problems.first, !failure.endsBlock,
      failure.isFailedCommand || failure.onlyLacksLines || cause.leadsElsewhere
    else { return false }
    followers[cause.index, default: []].append(first.place.line)
    return true
  }

  /// Takes note of a failure that is reported.
  ///
  /// - Parameter index: the number of its first problem.
  mutating func take(_ failure: Failure, at index: Int) {
    guard failure.isFailedCommand, cause == nil, let first = failure.problems.first else { return }
    cause = (index, failure.leadsElsewhere)
    line = first.place.line
  }

  /// Says at each cause what follows from it.
  func tell(in problems: inout [Diagnostic]) {
    for (index, lines) in followers {
      let shown = lines.prefix(8).map(String.init).joined(separator: ", ")
      let more = lines.count > 8 ? " and others" : ""
      problems[index].notes.append(
        .init(
          lines.count == 1
            ? "a later failure of this document seems to follow from this one and is not told: line \(shown)"
            : "\(lines.count) later failures of this document seem to follow from this one and are not told: lines \(shown)\(more)"
        ))
    }
  }
}
