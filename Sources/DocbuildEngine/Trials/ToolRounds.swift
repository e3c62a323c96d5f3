import DocbuildCore

/// The tools of many jobs on their way, in two rounds: first what tells sketches from code, then the rest. A tool looks at
/// as many codes at once as it can, and each finding goes back to the job that it is about.
struct ToolRounds {
  let jobs: [ToolJob]
  private let runner: ToolRunner
  private let suite: TestSuite
  private var states: [State]

  /// What is known of a job.
  private struct State {
    var isSketch: Bool
    /// For each of the job's tools what came of it; nil as long as it was not run.
    var done: [Done?]
  }

  private enum Done {
    case missing, kept
    case outcome(ToolOutcome)
  }

  init(_ jobs: [ToolJob], of suite: TestSuite) {
    self.jobs = jobs
    self.suite = suite
    runner = suite.runner(for: jobs)
    states = jobs.map { job in
      State(isSketch: job.standing == .sketch, done: job.tools.map { _ in nil })
    }
  }

  /// The runs of the first round: parsers of fragments, and all that look at sources and programs.
  mutating func first() -> [ToolRun] {
    runs { job, tool in job.standing != .fragment || tool.isParser }
  }

  /// The runs of the second: other tools on fragments that are none of sketches.
  mutating func second() -> [ToolRun] { runs { _, _ in true } }

  /// What does such a run; for any thread.
  var work: @Sendable (ToolRun) -> [ToolOutcome] { { [runner] run in runner.outcomes(of: run) } }

  /// The runs of what is wanted and not yet done; codes of a kind together.
  private mutating func runs(_ isWanted: (ToolJob, Tool) -> Bool) -> [ToolRun] {
    var groups: [(tool: Tool, program: String, isAlone: Bool, jobs: [Int])] = []
    var byName: [String: Int] = [:]
    for (number, job) in jobs.enumerated() where !states[number].isSketch {
      for (index, tool) in job.tools.enumerated()
      where states[number].done[index] == nil && isWanted(job, tool) {
        guard let program = runner.programs[tool.name] else {
          states[number].done[index] = .missing
          continue
        }
        if runner.settings.usesCache {
          if runner.passed.holds(runner.key(tool, program, job.code)) {
            states[number].done[index] = .kept
            continue
          }
          if tool.isParser, job.standing == .fragment, runner.passed.holds(sketchKey(job)) {
            states[number].isSketch = true
            break
          }
        }
        let isAlone = !(tool.batch?.takes(job.code) ?? false)
        let kind =
          "\(tool.name) \(isAlone) \(job.code.isFragment) \(job.code.bytes.starts(with: Bytes("#!".utf8)))"
        if let group = byName[kind] {
          groups[group].jobs.append(number)
        } else {
          byName[kind] = groups.count
          groups.append((tool, program, isAlone, [number]))
        }
      }
    }
    return groups.flatMap { group in
      group.jobs.chunks(
        of: group.isAlone ? 1 : group.tool.batch?.most ?? 1,
        where: { jobs[$0].code.bytes.count }, atMost: 4 << 20
      ).map { numbers in
        ToolRun(
          tool: group.tool, program: group.program, jobs: numbers,
          codes: numbers.map { jobs[$0].code })
      }
    }
  }

  /// Takes what came of a run.
  mutating func take(_ outcomes: [ToolOutcome], of run: ToolRun) {
    // What was cut short says nothing of the code.
    if runner.interrupt.isSet { return }
    for (number, outcome) in zip(run.jobs, outcomes) {
      let job = jobs[number]
      guard let index = job.tools.firstIndex(where: { $0.name == run.tool.name }) else { continue }
      states[number].done[index] = .outcome(outcome)
      switch outcome {
      case .success(let found) where found.isEmpty:
        runner.passed.add(runner.key(run.tool, run.program, job.code))
      case .success(let found):
        let isFragment = job.standing == .fragment
        if isFragment && run.tool.isParser
          || found.contains(where: { run.tool.isSketch($0, job.code) })
        {
          states[number].isSketch = true
          if isFragment, run.tool.isParser { runner.passed.add(sketchKey(job)) }
        }
      case .failure:
        if job.standing == .fragment, run.tool.isParser { states[number].isSketch = true }
      }
    }
  }

  /// What is noted of a fragment that its parsers do not take.
  private func sketchKey(_ job: ToolJob) -> Hash {
    var key = KeyWriter()
    key.add("sketch")
    for tool in job.tools where tool.isParser {
      key.add(runner.key(tool, runner.programs[tool.name] ?? "", job.code).bytes)
    }
    return key.hash
  }

  /// What became of each job, in their order.
  var results: [ToolJobResult] {
    zip(jobs, states).map { job, state in
      guard !state.isSketch else { return ToolJobResult(standing: .sketch) }
      var result = ToolJobResult(standing: job.standing)
      for (tool, done) in zip(job.tools, state.done) {
        guard let done else { continue }
        add(done, of: tool, job, to: &result)
      }
      return result
    }
  }

  private func add(_ done: Done, of tool: Tool, _ job: ToolJob, to result: inout ToolJobResult) {
    var test = TestCase(kind: .tool, name: suite.name(of: tool, on: job), outcome: .passed)
    switch done {
    case .missing:
      result.missing.append(tool.name)
      test.outcome = .skipped("needs \(tool.programs[0])")
    case .kept: test.outcome = .kept
    case .outcome(.success(let findings)):
      let ordered = findings.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      let found = ordered.map { suite.diagnostic($0, of: tool, job) }
      result.diagnostics += found
      if found.contains(where: { $0.severity == .error }) { test.outcome = .failed }
    case .outcome(.failure(let trouble)):
      test.outcome = .failed
      result.diagnostics.append(
        suite.diagnostic(
          ToolFinding(line: 0, column: 0, message: "can't check this: \(trouble.message)"),
          of: tool,
          job))
    }
    result.cases.append(test)
  }
}

extension [Int] {
  /// In parts of at most `count` elements whose `sizes` add up to at most `limit`, but for one that is larger itself.
  fileprivate func chunks(of count: Int, where size: (Int) -> Int, atMost limit: Int) -> [[Int]] {
    var parts: [[Int]] = []
    var filled = 0
    for element in self {
      let size = size(element)
      if let last = parts.last, last.count < count, filled + size <= limit {
        parts[parts.count - 1].append(element)
        filled += size
      } else {
        parts.append([element])
        filled = size
      }
    }
    return parts
  }
}
