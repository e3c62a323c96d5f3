import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport

struct Where: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print which template and source line a line of the output came from.",
    usage: "docbuild where [<options>] <out.md:line>",
    discussion: """
      Prints the template's line first and the source's last, one a line, as
      name:line. The template of NAME.md is what docbuild.toml says, else
      NAME.src beside it; without one, NAME.md itself is an in-place document.
      """,
    examples: [
      Example("docbuild where article.md:98", "where line 98 of article.md came from"),
      Example("docbuild where --format json article.md:98", "the same for a program"),
    ])

  @Argument(
    help: ArgumentHelp("A line of an output.", valueName: "out.md:line"), completion: .file())
  var place: String

  @OptionGroup var style: FormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws { _ = try named() }

  func run() throws {
    let (output, line) = try named()
    throw ArgumentParser.ExitCode(try runWhere(output, line, style, common))
  }

  private func named() throws -> (output: Bytes, line: Int) {
    guard let colon = place.utf8.lastIndex(of: UInt8(ascii: ":")),
      let line = Int(place[place.utf8.index(after: colon)...]), line > 0,
      colon > place.utf8.startIndex
    else { throw ValidationError("expected OUT.md:LINE, found '\(place)'") }
    return (Bytes(place[..<colon].utf8), line)
  }
}

private func runWhere(
  _ output: Bytes, _ line: Int, _ style: FormatOption, _ common: CommonOptions
) throws -> Int32 {
  var run = common.projectRun(style)
  run.reporter.members = ["places": .list([])]
  return try run.exitCode {
    var request = WeaveRequest()
    request.options = common.projectOptions
    let project = try Project(
      base: request.options.base ?? output.folder, options: request.options,
      environment: .process)
    request.file = project.template(ofOutput: output)
    let (_, woven) = try request.woven(prover: nil)
    guard let document = woven.document else { return run.tell([], and: woven.problems) }
    let origins = document.origins(ofLine: line)
    guard !origins.isEmpty else {
      let range = Diagnostic(
        .lineOutOfRange,
        "line \(line) is out of range: '\(output.text)' has \(counted(document.lineCount, "line"))",
        at: Place(file: output.text))
      return run.tell([], and: woven.problems + [range])
    }
    let all = origins + document.valueOrigins(ofLine: line)
    run.reporter.members["places"] = .list(
      all.map { .object(["file": .text($0.name), "line": .number($0.line)]) })
    let told = run.tell([], and: woven.problems)
    // A line was found, whatever is wrong elsewhere.
    guard run.reporter.style.isForPeople else {
      style.tellThatItLacks("places")
      return told == ExitCode.problems ? ExitCode.clean : told
    }
    return printOut(all.map { "\(escaped($0.name)):\($0.line)\n" }.joined())
  }
}
