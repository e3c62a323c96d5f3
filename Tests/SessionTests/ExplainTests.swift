import DocbuildCore
import DocbuildReport
import Foundation
import Testing

/// What is said of each kind of problem is true: its example has that problem, counted as its rule says, and no other.
struct ExplainTests {
  /// Examples that need more than a shell, by the program that they need.
  private static let needs: [String: [DiagnosticID]] = [
    "ast-grep": [.symbolNotFound, .symbolAmbiguous, .symbolUncertain, .unsupportedLanguage],
    "git": [
      .revisionNotFound, .toolFailed, .machineTrouble, .ignoredLink, .behindHead, .mixedRevisions,
    ],
    "curl": [.urlFailed, .deadLink],
    "shellcheck": [.toolConfiguration],
    "unshare": [.sandboxRefused],
  ]

  private static func ids(needing program: String?) -> [DiagnosticID] {
    if let program { return needs[program] ?? [] }
    let others = Set(needs.values.joined())
    return DiagnosticRule.all.filter { $0.example != nil }.map(\.id).filter { !others.contains($0) }
  }

  @Test(arguments: ids(needing: nil)) func example(_ id: DiagnosticID) throws { try hold(id) }

  @Test(.needs("ast-grep"), arguments: ids(needing: "ast-grep"))
  func exampleWithSymbols(_ id: DiagnosticID) throws { try hold(id) }

  @Test(.needs("git"), arguments: ids(needing: "git"))
  func exampleInARepository(_ id: DiagnosticID) throws { try hold(id) }

  @Test(.needs("curl"), arguments: ids(needing: "curl"))
  func exampleOnTheNetwork(_ id: DiagnosticID) throws { try hold(id) }

  @Test(.needs("shellcheck"), arguments: ids(needing: "shellcheck"))
  func exampleWithATool(_ id: DiagnosticID) throws { try hold(id) }

  @Test(.needs("unshare"), arguments: ids(needing: "unshare"))
  func exampleWithoutNamespaces(_ id: DiagnosticID) throws { try hold(id) }

  private func hold(_ id: DiagnosticID) throws {
    let rule = try #require(DiagnosticRule.named(id.rawValue))
    let example = try #require(rule.example)
    let shown = try report(example, format: nil)
    let first = shown.messages.split(separator: "\n").first.map(String.init) ?? ""
    let parts = example.reports.components(separatedBy: "[..]")
    #expect(first.hasPrefix(parts[0]) && first.hasSuffix(parts[parts.count - 1]), "\(first)")

    let told = try report(example, format: "json")
    let text = told.errors.first == UInt8(ascii: "{") ? told.errors : told.output
    let log = try #require(
      try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any], "\(told.messages)")
    #expect(told.status == (id.isMachineTrouble ? 2 : rule.level == .error ? 1 : 0))
    let problems = try #require(log["problems"] as? [[String: Any]])
    #expect(problems.map { $0["id"] as? String } == [id.rawValue])
    if rule.level != .off {
      #expect(problems.first?["severity"] as? String == rule.level.rawValue)
    }
  }

  /// The last command's report, in a new folder; the user has no rights over files that they may not read.
  private func report(_ example: DiagnosticRule.Example, format: String?) throws -> Outcome {
    let (folder, programs) = (Folder(), Folder())
    for file in example.files { folder.write(file.name, file.text) }
    let options = format.map { " --format \($0)" } ?? ""
    programs.write(
      "docbuild", "#!/bin/sh\nexec '\(docbuildPath)' \"$@\" $DOCBUILD_FORMAT\n", mode: 0o755)
    let before = example.commands.dropLast().map { "{ \($0)\n} >/dev/null 2>&1 || exit 99\n" }
      .joined()
    let script = "\(before)export DOCBUILD_FORMAT='\(options)'\n\(example.commands.last ?? "")"
    let isRestrained = isSuperuser && script.contains("chmod")
    var command = Command(program: isRestrained ? "/usr/bin/setpriv" : "/bin/bash")
    command.arguments =
      (isRestrained ? ["--bounding-set", "-dac_override,-dac_read_search", "/bin/bash"] : [])
      + ["-c", script]
    command.folder = folder.path
    command.keeps = folder
    command.environment["PATH"] = "\(programs.path):\(command.environment["PATH"] ?? "")"
    command.environment["HOME"] = folder.path
    defer { withExtendedLifetime(programs) {} }
    return try run(command)
  }

  // MARK: the command

  @Test func eachKindHasARule() {
    #expect(
      DiagnosticRule.all.map(\.id).sorted { $0.rawValue < $1.rawValue }
        == DiagnosticID.allCases.sorted { $0.rawValue < $1.rawValue })
    #expect(
      // It takes ten seconds to be found.
      DiagnosticRule.all.filter { $0.example == nil }.map(\.id) == [.proofTooCostly])
    for rule in DiagnosticRule.all {
      for sentence in [rule.summary, rule.cause, rule.cure] {
        #expect(sentence.hasSuffix(".") && sentence.count > 10, "\(rule.id)")
      }
      #expect(rule.summary.count <= 80, "\(rule.id)")
    }
  }

  @Test func theManualHasThemAll() throws {
    let page = projectFolder.appending(path: "docs/diagnostics.md")
    let outcome = try docbuild("explain", "--markdown")
    #expect(
      try outcome.text == String(contentsOf: page, encoding: .utf8),
      "docbuild explain --markdown > docs/diagnostics.md")
  }

  @Test func one() throws {
    let outcome = try docbuild("explain", "file-not-found")
    outcome.expect(
      prints: """
        file-not-found (error)

          The file that a directive names is not there.

          A relative path begins at the folder of the file that holds the directive;
          one that begins with '/' at the root of the project.

          Correct the path: the nearest names are in the notes.

        For example:

          page.src
            | <!-- include(mian.go) -->

          main.go
            | package main

          $ docbuild weave page.src
          page.src:1:14: error: file 'mian.go' not found [file-not-found]

        """)
    try docbuild("explain", "[file-not-found]").expect(prints: outcome.text)
    let both = try docbuild("explain", "file-not-found", "anchor-case")
    #expect(both.text.hasPrefix(outcome.text + "\nanchor-case (warning)\n"))
  }

  @Test func all() throws {
    let lines = try docbuild("explain").text.split(separator: "\n")
    let ids = lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
    #expect(ids.count == DiagnosticID.allCases.count)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func aWrongId() throws {
    let near = try docbuild("explain", "file-not-fuond")
    #expect(near.status == 64 && near.output.isEmpty)
    #expect(
      near.messages == """
        docbuild: error: 'file-not-fuond' is not the id of a problem
        docbuild: note: the nearest are 'file-not-found', 'value-not-found'

        """)
    let far = try docbuild("explain", "x\u{1B}[1m")
    #expect(far.status == 64 && far.messages.contains("'docbuild explain' lists all ids"))
    #expect(!far.errors.contains(0x1B))
  }
}
