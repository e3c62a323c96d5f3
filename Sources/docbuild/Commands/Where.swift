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
    examples: [Example("docbuild where article.md:98", "where line 98 of article.md came from")])

  @Argument(
    help: ArgumentHelp("A line of an output.", valueName: "out.md:line"), completion: .file())
  var place: String

  @OptionGroup var style: FormatOption
  @OptionGroup var common: CommonOptions

  func run() throws {
    guard let colon = place.utf8.lastIndex(of: UInt8(ascii: ":")),
      let line = Int(place[place.utf8.index(after: colon)...]), line > 0,
      colon > place.utf8.startIndex
    else { throw ValidationError("expected OUT.md:LINE, found '\(place)'") }
    throw ArgumentParser.ExitCode(
      runWhere(Bytes(place[..<colon].utf8), line, common, common.reporter(style.format)))
  }
}

private func runWhere(_ output: Bytes, _ line: Int, _ common: CommonOptions, _ reporter: Reporter)
  -> Int32
{
  do {
    var request = WeaveRequest()
    request.options = common.projectOptions
    let project = try Project(
      base: request.options.base ?? output.folder, options: request.options,
      environment: .process)
    request.file = project.template(ofOutput: output)
    let (_, woven) = try request.woven(prover: nil)
    reporter.report(woven.problems)
    guard let document = woven.document else { return ExitCode.of(woven.problems) }
    let origins = document.origins(ofLine: line)
    guard !origins.isEmpty else {
      complain(
        "docbuild: error: line \(line) is out of range: '\(escaped(output.text))' has \(document.lineCount) lines"
      )
      return ExitCode.problems
    }
    let all = origins + document.valueOrigins(ofLine: line)
    return printOut(all.map { "\(escaped($0.name)):\($0.line)\n" }.joined())
  } catch {
    return report(error)
  }
}
