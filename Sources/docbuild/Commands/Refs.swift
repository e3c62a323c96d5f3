import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport

struct Refs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print which documents show a file, a line or a region.",
    usage: "docbuild refs [<options>] [<file> ...]",
    discussion: """
      Each directive is printed as name:line:column, then what it shows.
      """,
    examples: [
      Example("docbuild refs server.go", "every directive that shows something of it"),
      Example("docbuild refs server.go:74", "those that show line 74"),
      Example("docbuild refs server.go#handler", "those that show region 'handler'"),
      Example("docbuild refs --format json server.go", "the same for a program"),
      Example("docbuild refs --unused", "regions of embedded files that none shows"),
    ])

  @Argument(
    help: ArgumentHelp("A file, FILE:LINE or FILE#REGION; all when left out.", valueName: "file"),
    completion: .file())
  var places: [String] = []

  @Flag(help: "List regions that no document shows; exit 1 if there are any.")
  var unused = false

  @OptionGroup var changes: SinceOption
  @OptionGroup var style: FormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if unused, changes.since != nil {
      throw ValidationError("what no document shows can only be told of all: leave out '--since'")
    }
  }

  func run() throws { throw ArgumentParser.ExitCode(try runRefs(self)) }
}

private func runRefs(_ command: Refs) throws -> Int32 {
  var run = command.common.projectRun(command.style)
  if !command.unused { run.reporter.members = ["references": .list([])] }
  return try run.exitCode {
    let project = try Project(
      base: command.common.base?.bytes ?? Bytes(".".utf8), options: command.common.projectOptions,
      environment: .process)
    var scope = Scope()
    scope.since = command.changes.revision
    let references = try References.find(
      in: Session(of: project), over: scope, threads: command.common.threads)
    let unused =
      command.unused ? try references.unused(in: command.places) : []
    let isForPeople = command.style.format.isForPeople
    if command.unused, !isForPeople {
      // The run fails by each of them.
      let failures = unused.map { region in
        var failure = region
        failure.severity = .error
        return failure
      }
      return run.tell([], and: references.diagnostics + failures, in: project)
    }
    let found =
      try command.unused
      ? []
      : command.places.isEmpty
        ? references.all : command.places.flatMap { try ask($0, references) }
    run.reporter.members["references"] = .list(found.map(value))
    let code = run.tell([], and: references.diagnostics, in: project)
    guard isForPeople else {
      command.style.tellThatItLacks("references")
      return code
    }
    if command.unused {
      let lines = unused.map { "\(location($0.place)): \(escaped($0.message))\n" }
      let printed = printOut(lines.joined())
      return printed != ExitCode.clean
        ? printed : lines.isEmpty ? code : max(code, ExitCode.problems)
    }
    let printed = printOut(found.map(text).joined())
    return printed != ExitCode.clean ? printed : code
  }
}

private func ask(_ place: String, _ references: References) throws -> [Reference] {
  // A name may hold such characters itself: what exists decides.
  func exists(_ name: some StringProtocol) -> Bool { leadsSomewhere(Bytes(name.utf8)) }
  if exists(place) { return try references.of(place, line: nil, region: nil) }
  if let colon = place.lastIndex(of: ":"), let line = Int(place[place.index(after: colon)...]),
    exists(place[..<colon]) || !place.contains("#")
  {
    return try references.of(String(place[..<colon]), line: line, region: nil)
  }
  if let hash = place.lastIndex(of: "#") {
    let region = String(place[place.index(after: hash)...])
    return try references.of(String(place[..<hash]), line: nil, region: region)
  }
  return try references.of(place, line: nil, region: nil)
}

private func value(_ reference: Reference) -> JSONValue {
  .object([
    "location": JSONValue(reference.place),
    "source": .text(reference.source.name),
    "lines": .list(
      reference.lines.map {
        .object(["firstLine": .number($0.lowerBound), "lastLine": .number($0.upperBound)])
      }),
    "regions": .list(reference.regions.map { .text($0) }),
  ])
}

private func text(_ reference: Reference) -> String {
  let lines = reference.lines.map {
    $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
  }
  var shown = escaped(reference.source.name)
  if !lines.isEmpty { shown += ":" + lines.joined(separator: ",") }
  if !reference.regions.isEmpty {
    shown += " (\(reference.regions.map { escaped($0) }.joined(separator: ", ")))"
  }
  return "\(location(reference.place)): \(shown)\n"
}
