import ArgumentParser
import DocbuildCore
import DocbuildEngine

struct Deps: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what each output is made from, for Make, ninja or a program.",
    discussion: """
      docbuild deps article.src --format ninja > build.ninja && ninja

      Each FILE is a template (its output is NAME.md beside it) or an in-place
      document; a folder stands for every *.src below it.
      """)

  enum Form: String, ExpressibleByArgument, CaseIterable { case make, ninja, json }

  @Argument(help: ArgumentHelp("Templates, in-place documents and folders.", valueName: "path"))
  var paths: [PathArgument] = []

  @Option(name: .long, help: "make, ninja or json.")
  var format: Form = .make

  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(runDeps(self)) }
}

private func runDeps(_ command: Deps) -> Int32 {
  do {
    var rows: [DependencyRow] = []
    var code = ExitCode.clean
    let paths = command.paths.isEmpty ? [Bytes(".".utf8)] : command.paths.map(\.bytes)
    for file in try templates(at: paths) {
      var request = WeaveRequest()
      request.file = file
      request.options = command.common.projectOptions
      let (_, woven) = try request.weave(prover: nil)
      command.common.reporter(.full).report(woven.diagnostics)
      code = max(code, ExitCode.of(woven.diagnostics))
      rows.append(
        DependencyRow(
          output: outputPath(ofTemplate: file), template: file,
          sources: woven.dependencies.map(\.name)))
    }
    guard code == ExitCode.clean else { return code }
    switch command.format {
    case .make:
      return printOut(
        rows.map { depfile(output: $0.output, dependencies: [$0.template] + $0.sources).text }
          .joined())
    case .ninja: return printOut(ninjaFile(rows).text)
    case .json: return printOut(encoded(rows.map(DependencyReport.init)))
    }
  } catch {
    return report(error)
  }
}

private struct DependencyReport: Encodable {
  let output: String
  let template: String
  let sources: [String]

  init(_ row: DependencyRow) {
    output = row.output.text
    template = row.template.text
    sources = row.sources.map(\.text)
  }
}
