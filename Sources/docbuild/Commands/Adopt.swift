import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport

struct Adopt: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the sources of code that was pasted into pages, and embed them.",
    usage: "docbuild adopt [<options>] [<path> ...]",
    discussion: """
      Prints a plan: for each fenced block without a directive the lines of a
      tracked file that it is a copy of: exact (=), drifted (~) or to be chosen (?).
      Nothing is written without --write, and nothing that git can't give back is
      replaced without --force.
      """,
    examples: [
      Example("docbuild adopt", "the plan for all pages"),
      Example("docbuild adopt --write", "embed the exact copies"),
      Example("docbuild adopt --write --at README.md:96=deploy/dev.yaml", "embed one of several"),
      Example("docbuild adopt --write --take code README.md:73", "take what has changed"),
      Example(
        "docbuild adopt --write --extract README.md:58=examples/a.js", "make a file of a block"),
    ])

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case full, json
    fileprivate var style: ReportStyle { self == .full ? .full : .json }
  }

  @Argument(
    help: ArgumentHelp(
      "Pages and folders; the whole project when left out.", valueName: "path"))
  var paths: [PathArgument] = []

  @Flag(help: "Carry out the plan: what is exact, and what is chosen.")
  var write = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "For a block that differs: 'code' shows the code as it is, 'page' makes the code what the page shows.",
      valueName: "code|page file:line"))
  var take: [String] = []

  @Option(
    help: ArgumentHelp("Embed that file in the block of that line.", valueName: "file:line=path"))
  var at: [String] = []

  @Option(
    help: ArgumentHelp(
      "Make the block of that line a file, and embed it.", valueName: "file:line=path"))
  var extract: [String] = []

  @Flag(help: "Mark regions in sources where lines can't be named otherwise.")
  var mark = false

  @Flag(help: "List near copies too for which only their likeness speaks.")
  var all = false

  @Flag(help: "Replace text that git can't give back, too.")
  var force = false

  @Option(help: "full or json.")
  var format: Form = .full

  @OptionGroup var common: CommonOptions

  func validate() throws {
    let choices =
      try taken().choices.map { ($0.block, "--take \($0.action == .takeCode ? "code" : "page")") }
      + at.map { try (assignment($0, "--at").0, "--at \($0)") }
      + extract.map { try (assignment($0, "--extract").0, "--extract \($0)") }
    for (index, (block, wish)) in choices.enumerated() {
      let other = choices[..<index].first {
        $0.0.page?.folded == block.page?.folded && $0.0.line == block.line && $0.1 != wish
      }
      if let other {
        throw ValidationError(
          "'\(other.1)' and '\(wish)' say two things of the block at line \(block.line)")
      }
    }
  }

  func run() throws { throw ArgumentParser.ExitCode(try runAdopt(self)) }
}

private func runAdopt(_ command: Adopt) throws -> Int32 {
  var run = ProjectRun(
    reporter: command.common.reporter(command.format.style), isQuiet: command.common.quiet)
  run.reporter.members = AdoptReport().members
  return try run.exitCode {
    let project = try Project(
      base: command.common.base?.bytes ?? Bytes(".".utf8), options: command.common.projectOptions,
      environment: .process)
    let settings = try command.settings(in: project)
    let report = try run.work(on: project) { session, _ in try adopt(session, settings) }
    run.reporter.members = report.members
    if command.format == .full {
      let printed = printOut(AdoptText(report).text)
      if printed != ExitCode.clean { return printed }
    }
    let code = run.tell([], and: report.problems)
    run.summarise(hint(report, settings))
    return code
  }
}

/// What was done, or what to do next.
private func hint(_ report: AdoptReport, _ settings: AdoptSettings) -> String {
  let exact = report.blocks.count { if case .exact = $0.verdict { true } else { false } }
  if settings.writes {
    return "docbuild: \(counted(report.written.count, "file")) written"
      + (report.written.isEmpty ? "" : "; 'docbuild check' proves them")
  }
  return exact == 0
    ? "docbuild: nothing to embed for certain; nothing was written"
    : "docbuild: nothing was written; '--write' embeds \(counted(exact, "exact copy", "exact copies"))"
}

extension Adopt {
  /// What the options ask for.
  fileprivate func settings(in project: Project) throws -> AdoptSettings {
    var settings = AdoptSettings()
    let (choices, others) = try taken()
    let named = paths.map(\.bytes) + others
    for (block, action) in choices {
      settings.choices.append(AdoptChoice(try name(block, in: project), action))
    }
    for text in at {
      let (block, path) = try assignment(text, "--at")
      let (file, line) = place(path)
      let below = try pathsBelowRoot([file], in: project)[0]
      settings.choices.append(AdoptChoice(try name(block, in: project), .embed(below, line: line)))
    }
    for text in extract {
      let (block, path) = try assignment(text, "--extract")
      let below = try pathsBelowRoot([Bytes(path.utf8)], in: project)[0]
      settings.choices.append(AdoptChoice(try name(block, in: project), .extract(below)))
    }
    settings.scope.paths = try pathsBelowRoot(named, in: project)
    if named.isEmpty {
      let pages = settings.choices.compactMap(\.block.page)
      if pages.count == settings.choices.count { settings.scope.paths = pages }
    }
    settings.threads = common.threads
    settings.writes = write
    settings.marks = mark
    settings.force = force
    settings.showsAll = all
    return settings
  }

  /// A block as the user names it: a page, if one is named, and a line (from 1).
  private typealias Written = (page: Bytes?, line: Int)

  /// What `--take` asks for, and the paths that stood behind it.
  private func taken() throws -> (
    choices: [(block: Written, action: AdoptChoice.Action)], paths: [Bytes]
  ) {
    var choices: [(block: Written, action: AdoptChoice.Action)] = []
    var others: [Bytes] = []
    var words = take[...]
    while let word = words.popFirst() {
      guard word == "code" || word == "page" else {
        // What follows a choice may be a path.
        let isChoice = words.first.map { (try? written($0)) != nil } ?? false
        guard !choices.isEmpty, !isChoice || leadsSomewhere(Bytes(word.utf8)) else {
          throw ValidationError("'--take' takes 'code' or 'page', found '\(word)'")
        }
        others.append(Bytes(word.utf8))
        continue
      }
      guard let block = words.popFirst() else {
        throw ValidationError("'--take \(word)' needs a block: expected FILE:LINE")
      }
      choices.append((try written(block), word == "code" ? .takeCode : .takePage))
    }
    return (choices, others)
  }

  /// `FILE:LINE=PATH` or `LINE=PATH`.
  private func assignment(_ text: String, _ option: String) throws -> (Written, String) {
    guard let sign = text.firstIndex(of: "="), sign < text.index(before: text.endIndex) else {
      throw ValidationError("'\(option)' takes FILE:LINE=PATH, found '\(text)'")
    }
    return (try written(String(text[..<sign])), String(text[text.index(after: sign)...]))
  }

  /// `FILE:LINE` or `LINE`.
  private func written(_ text: String) throws -> Written {
    if let line = Int(text), line > 0 { return (nil, line) }
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]),
      line > 0, colon > text.startIndex
    else { throw ValidationError("expected FILE:LINE, found '\(text)'") }
    return (Bytes(text[..<colon].utf8), line)
  }

  private func name(_ block: Written, in project: Project) throws -> BlockName {
    BlockName(
      page: try block.page.map { try pathsBelowRoot([$0], in: project)[0] }, line: block.line)
  }

  /// A file, perhaps with a line of it.
  private func place(_ text: String) -> (Bytes, Int?) {
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]),
      !leadsSomewhere(Bytes(text.utf8))
    else { return (Bytes(text.utf8), nil) }
    return (Bytes(text[..<colon].utf8), line)
  }
}
