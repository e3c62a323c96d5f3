import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension ReportStyle: ExpressibleByArgument {
  init?(argument: String) {
    guard let style = ReportStyle.named(argument) else { return nil }
    self = style
  }

  var defaultValueDescription: String { name }
  static var allValueStrings: [String] { all.map(\.name) }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

extension ColorChoice: ExpressibleByArgument {}

/// A path, kept as bytes.
struct PathArgument: ExpressibleByArgument {
  let bytes: Bytes
  init(bytes: Bytes) { self.bytes = bytes }
  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    bytes = Bytes(argument.utf8)
  }
  static var defaultCompletionKind: CompletionKind { .file() }

  /// Refuses `-`, which stands for standard output elsewhere, and is no name of a file that anybody means.
  func expectFile(for option: String) throws {
    guard bytes == Bytes("-".utf8) else { return }
    throw ValidationError("'\(option)' takes a file, found '-'; './-' is one of that name")
  }
}

/// Options that every command shares.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder that nothing is read outside of.", valueName: "dir"),
    completion: .directory)
  var root: PathArgument?

  @Option(
    help: ArgumentHelp("What paths in directives are relative to.", valueName: "dir"),
    completion: .directory)
  var base: PathArgument?

  @Option(help: "When to use colours. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  @Option(
    name: [.customShort("j"), .long],
    help: ArgumentHelp("How many threads at the most.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Say nothing but problems.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Print at most this many problems of a document; 0 for all.", valueName: "n"))
  var maxProblems = 100

  @Option(help: ArgumentHelp("The largest source that is read.", valueName: "bytes"))
  var maxSourceBytes = 64 << 20

  @Option(help: ArgumentHelp("What a document may grow to.", valueName: "bytes"))
  var maxOutputBytes = 1 << 30

  @Flag(help: "Let directives name http and https URLs (uses curl).")
  var allowURL = false

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("What '<!-- value(NAME) -->' stands for.", valueName: "name=text"))
  var values: [String] = []

  func validate() throws {
    for value in values {
      guard let equals = value.firstIndex(of: "="), equals > value.startIndex else {
        throw ValidationError("'--set' takes NAME=TEXT, found '\(value)'")
      }
      // What is no UTF-8 is replaced before anybody sees it, so the words themselves are asked.
      if isBroken(value) || isBroken("--set=\(value)") {
        throw ValidationError("'\(value[..<equals])' can't stand in a sentence: it is not UTF-8")
      }
      let text = Bytes(value[value.index(after: equals)...].utf8)
      if let fault = ValueText.fault(of: text) {
        throw ValidationError("'\(value[..<equals])' can't stand in a sentence: \(fault)")
      }
    }
    if let jobs, jobs < 1 { throw ValidationError("'-j' takes a number from 1 on") }
    for (name, value) in [
      ("--max-problems", maxProblems), ("--max-source-bytes", maxSourceBytes),
      ("--max-output-bytes", maxOutputBytes),
    ] where value < 0 {
      throw ValidationError("'\(name)' takes no negative number")
    }
  }

  /// Problems in the style that the command was asked for.
  func reporter(_ style: ReportStyle) -> Reporter {
    Reporter(style: style, color: color, limit: maxProblems)
  }

  /// How a command over a project reports what it found.
  func projectRun(_ style: FormatOption) -> ProjectRun {
    ProjectRun(reporter: reporter(style.format), isQuiet: quiet)
  }

  var threads: Int { jobs ?? processorCount }

  var projectOptions: Project.Options {
    var options = Project.Options()
    options.root = root?.bytes
    options.base = base?.bytes
    options.maxSourceBytes = maxSourceBytes
    options.limits.outputBytes = maxOutputBytes
    options.allowsURLs = allowURL
    for value in values {
      guard let equals = value.firstIndex(of: "=") else { continue }
      options.values[String(value[..<equals])] = Bytes(value[value.index(after: equals)...].utf8)
    }
    return options
  }
}

/// How problems are written, for commands that print nothing else in a format.
struct FormatOption: ParsableArguments {
  @Option(help: "How problems are written.")
  var format: ReportStyle = .full

  /// Says on standard error that a report holds problems only, where a command answers with more.
  ///
  /// - Parameter answer: what it would print, in words.
  func tellThatItLacks(_ answer: String) {
    guard !format.isForPeople, format.name != ReportStyle.json.name else { return }
    complain("docbuild: '\(format.name)' holds problems only, and no \(answer): 'json' has them")
  }
}

/// How changes are noticed where the file system does not report them.
struct LookOptions: ParsableArguments {
  @Flag(help: "Look at times, as on file systems that do not report changes.")
  var poll = false

  @Option(
    help: ArgumentHelp("The time between two looks, in milliseconds.", valueName: "ms"))
  var interval = 500

  func validate() throws {
    if interval < 10 { throw ValidationError("'--interval' takes 10 milliseconds or more") }
  }

  /// Says that it is so, and how often files are looked at.
  func noteThatNothingIsReported() {
    complain(
      "docbuild: note: changes are not reported here: files are looked at every \(interval) ms")
  }
}
