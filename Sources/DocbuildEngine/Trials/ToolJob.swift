import DocbuildCore
import Glibc

/// A tool to be run on a source, or tools on a fenced block.
struct ToolJob: Sendable {
  /// Where code stands.
  enum Site: Sendable {
    /// A file of the tree, with the places in documents that show it.
    case source(Source, path: Bytes, shownAt: [Place])
    /// A block of the document with that index.
    case block(Int, PageTests.Block)
  }

  let site: Site
  let language: String
  let bytes: Bytes
  /// Those of the language, the parser first; one for a source.
  let tools: [Tool]
}

/// What became of a tool job.
struct ToolJobResult: Sendable {
  enum Standing: Sendable { case source, program, fragment, sketch }

  var standing: Standing
  var diagnostics: [Diagnostic] = []
  var cases: [TestCase] = []
  /// Tools that are not there.
  var missing: [String] = []
}

/// Runs tools, with what is the same for all of them.
struct ToolRunner: Sendable {
  let project: Project
  let settings: TestSettings
  let contents: Contents
  let passed: PassedLog
  let documents: [TestedDocument]
  /// From a tool's name to the program that does it.
  let programs: [String: String]
  let interrupt: Interrupt

  func run(_ job: ToolJob) -> ToolJobResult {
    switch job.site {
    case .source(_, let path, _):
      let code = Code(
        language: job.language, bytes: job.bytes, file: project.root.path.joined(path))
      var result = ToolJobResult(standing: .source)
      for tool in job.tools { add(tool, code, job, to: &result) }
      return result
    case .block:
      var code = Code(language: job.language, bytes: job.bytes, file: nil)
      if code.isProgram {
        var result = ToolJobResult(standing: .program)
        for tool in job.tools { add(tool, code, job, to: &result) }
        return result
      }
      code.isFragment = true
      var result = ToolJobResult(standing: .fragment)
      for tool in job.tools where tool.isParser {
        add(tool, code, job, to: &result)
        if !result.diagnostics.isEmpty { return ToolJobResult(standing: .sketch) }
      }
      for tool in job.tools where !tool.isParser { add(tool, code, job, to: &result) }
      return result
    }
  }

  private func add(_ tool: Tool, _ code: Code, _ job: ToolJob, to result: inout ToolJobResult) {
    var test = TestCase(kind: .tool, name: caseName(tool, job), outcome: .passed)
    defer { result.cases.append(test) }
    guard let program = programs[tool.name] else {
      result.missing.append(tool.name)
      test.outcome = .skipped("needs \(tool.programs[0])")
      return
    }
    let key = key(tool, program, code)
    if settings.usesCache, passed.holds(key) {
      test.outcome = .kept
      return
    }
    switch tool.run(
      Invocation(
        program: program, code: code, root: project.root.path, environment: project.environment,
        interrupt: interrupt))
    {
    case .success(let findings):
      let found = findings.map { diagnostic($0, tool, job) }
      result.diagnostics += found
      if found.isEmpty { passed.add(key) }
      if found.contains(where: { $0.severity == .error }) { test.outcome = .failed }
    case .failure(let trouble):
      test.outcome = .failed
      result.diagnostics.append(
        diagnostic(
          ToolFinding(line: 0, column: 0, message: "can't check this: \(trouble.message)"), tool,
          job))
    }
  }

  private func caseName(_ tool: Tool, _ job: ToolJob) -> String {
    if case .block(let document, let block) = job.site {
      return "\(tool.name) on the block at line \(documents[document].place(0, of: block).line)"
    }
    return tool.name
  }

  private func key(_ tool: Tool, _ program: String, _ code: Code) -> Hash {
    var key = KeyWriter()
    key.add("tool")
    key.add(docbuildVersion)
    key.add(tool.name)
    key.add(tool.settings)
    key.add(program: program)
    key.add(code.language)
    key.add(code.isFragment ? "fragment" : "whole")
    key.add(code.file?.bytes ?? [])
    key.add(code.bytes)
    switch tool.reads(code) {
    case .nothingElse: break
    case .folder:
      key.add(contents.digest(of: code.file?.folder.below(project.root.path) ?? []).bytes)
    case .project: key.add(contents.digest(of: []).bytes)
    }
    return key.hash
  }

  private func diagnostic(_ finding: ToolFinding, _ tool: Tool, _ job: ToolJob) -> Diagnostic {
    var made: Diagnostic
    let message = "\(tool.name): \(finding.message)"
    switch job.site {
    case .source(let source, _, let places):
      made = Diagnostic(.toolFinding, message, at: place(finding, in: source))
      made.notes = places.prefix(3).map { .init("shown here", at: $0) }
      if places.count > 3 { made.notes.append(.init("shown in \(places.count - 3) more places")) }
    case .block(let index, let block):
      let line = max(0, min(finding.line - 1, block.lines.count - 1))
      let text = block.lines[line]
      let start = finding.column > 0 && finding.column <= text.count ? finding.column - 1 : 0
      made = Diagnostic(
        .toolFinding, message,
        at: documents[index].place(
          of: Bytes(text[start...]), line: block.openLine + 1 + line, column: start + 1))
    }
    made.severity = finding.severity
    return made
  }

  private func place(_ finding: ToolFinding, in source: Source) -> Place {
    guard finding.line >= 1, !source.lines.isEmpty else { return Place(file: source.name) }
    let line = min(finding.line, source.lines.count)
    let range = source.line(line - 1)
    guard finding.column >= 1, finding.column <= range.count + 1 else {
      return source.place(ofLine: line - 1)
    }
    let start = range.lowerBound + finding.column - 1
    return source.place(at: start..<start + 1, line: line)
  }
}

extension Code {
  /// Whether it says itself that it is the whole of a program.
  var isProgram: Bool {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }
    let first = lines.first { !$0.isEmpty && !$0.hasPrefix("//") } ?? ""
    switch language {
    case "go": return first.hasPrefix("package ")
    case "dockerfile":
      return
        (lines.first { !$0.isEmpty && !$0.hasPrefix("#") && !$0.uppercased().hasPrefix("ARG ") }
        ?? "")
        .uppercased().hasPrefix("FROM ")
    case "c", "cpp": return lines.contains { $0.hasPrefix("int main(") }
    default: return text.hasPrefix("#!")
    }
  }
}
