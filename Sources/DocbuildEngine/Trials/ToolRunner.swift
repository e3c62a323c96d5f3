import DocbuildCore

/// Runs tools, with what is the same for all of them.
struct ToolRunner: Sendable {
  let project: Project
  let settings: TestSettings
  let contents: Contents
  let passed: PassedLog
  /// From a tool's name to the program that does it.
  let programs: [String: String]
  let interrupt: Interrupt

  /// What a tool says of each code of a run, what the configuration ignores left out.
  func outcomes(of run: ToolRun) -> [ToolOutcome] {
    let outcomes =
      run.tool.batch == nil || run.codes.count == 1
      ? run.codes.map { alone($0, run) } : together(run.codes[...], run)
    guard !run.tool.ignored.isEmpty else { return outcomes }
    return outcomes.map { outcome in
      outcome.map { found in found.filter { !$0.says(oneOf: run.tool.ignored) } }
    }
  }

  private func alone(_ code: Code, _ run: ToolRun) -> ToolOutcome {
    interrupt.isSet
      ? .failure(ToolTrouble("it was interrupted"))
      : run.tool.run(invocation(code, run))
  }

  /// One process for all; where it fails, halves show which code it can't bear, and the others are not lost.
  private func together(_ codes: ArraySlice<Code>, _ run: ToolRun) -> [ToolOutcome] {
    guard codes.count > 1, let batch = run.tool.batch, let first = codes.first, !interrupt.isSet
    else { return codes.map { alone($0, run) } }
    switch batch.run(BatchRun(codes: Array(codes), tool: invocation(first, run))) {
    case .success(let verdicts) where verdicts.count == codes.count:
      return zip(codes, verdicts).map { code, verdict in
        switch verdict {
        case .findings(let found): .success(found)
        case .unsure: alone(code, run)
        }
      }
    case .success, .failure:
      let middle = codes.startIndex + codes.count / 2
      return together(codes[..<middle], run) + together(codes[middle...], run)
    }
  }

  private func invocation(_ code: Code, _ run: ToolRun) -> Invocation {
    Invocation(
      program: run.program, code: code, root: project.root.path, environment: project.environment,
      interrupt: interrupt)
  }

  /// What a result rests on.
  func key(_ tool: Tool, _ program: String, _ code: Code) -> Hash {
    var key = KeyWriter()
    key.add("tool")
    key.add(docbuildVersion)
    key.add(tool.name)
    key.add(tool.settings)
    key.add("\(tool.ignored)")
    key.add(program: program)
    key.add(code.language)
    key.add(code.isFragment ? "fragment" : "whole")
    key.add(code.file?.bytes ?? [])
    key.add(code.bytes)
    switch tool.reads(code) {
    case .nothingElse: break
    case .folder:
      key.add(contents.digest(of: code.file?.folder.path(below: project.root.path) ?? .root).bytes)
    case .project: key.add(contents.digest(of: .root).bytes)
    }
    return key.hash
  }
}
