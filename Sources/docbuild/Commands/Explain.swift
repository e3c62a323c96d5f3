import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a kind of problem: its cause, an example, the cure.",
    discussion: """
      The id of a problem stands in brackets at the end of its first line:

          page.src:1:14: error: file 'mian.go' not found [file-not-found]
      """,
    examples: [
      Example("docbuild explain file-not-found", "what it means, and what to do"),
      Example("docbuild explain", "all ids, with a line each"),
    ])

  @Flag(help: "Print the page of the manual.")
  var markdown = false

  @Argument(
    help: ArgumentHelp("What to explain; none for a list of all.", valueName: "id"),
    completion: .list(DiagnosticID.allCases.map(\.rawValue)))
  var ids: [String] = []

  func run() throws {
    if markdown { throw ArgumentParser.ExitCode(printOut(DiagnosticRule.manual)) }
    if ids.isEmpty { throw ArgumentParser.ExitCode(printOut(listOfRules())) }
    var texts: [String] = []
    for id in ids {
      guard let rule = DiagnosticRule.named(id.withoutBrackets) else {
        complain(unknownRule(id))
        throw ArgumentParser.ExitCode(ExitCode.usage)
      }
      texts.append(rule.text)
    }
    throw ArgumentParser.ExitCode(printOut(texts.joined(separator: "\n")))
  }
}

/// A line for each rule, under the manual's headings.
private func listOfRules() -> String {
  let width = DiagnosticID.allCases.map(\.rawValue.utf8.count).max() ?? 0
  return DiagnosticRule.groups.map { group in
    "\(group.title):\n"
      + group.rules.map { rule in
        let id = rule.id.rawValue
        let lines = wrapped(rule.summary, indent: width + 4)
        return "  \(id)" + lines.dropFirst(id.utf8.count + 2)
      }.joined()
  }.joined(separator: "\n")
}

private func unknownRule(_ word: String) -> String {
  let said = "docbuild: error: '\(escaped(word))' is not the id of a problem"
  let near = nearest(to: word, among: DiagnosticID.allCases.map(\.rawValue))
  if near.isEmpty { return said + "\ndocbuild: note: 'docbuild explain' lists all ids" }
  let list = near.map { "'\($0)'" }.joined(separator: ", ")
  return said + "\ndocbuild: note: the nearest \(near.count == 1 ? "is" : "are") \(list)"
}

extension String {
  /// As it is copied from a report: `[id]`.
  fileprivate var withoutBrackets: String {
    utf8.first == UInt8(ascii: "[") && utf8.last == UInt8(ascii: "]")
      ? String(dropFirst().dropLast()) : self
  }
}
