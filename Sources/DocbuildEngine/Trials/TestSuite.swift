import DocbuildCore
import Glibc

/// What there is to test in a project.
struct TestSuite {
  let project: Project
  let settings: TestSettings
  let interrupt: Interrupt
  let documents: [TestedDocument]
  /// What is wrong with the project's documents as a whole.
  let projectDiagnostics: [Diagnostic]
  let contents: Contents
  let passed: PassedLog
  private let tools: [Tool]

  /// Reads and weaves the documents that are asked for. All Markdown counts that is not a template's output, with
  /// directives or without.
  init(_ session: Session, _ settings: TestSettings) throws {
    let (project, interrupt) = (session.project, session.interrupt)
    self.project = project
    self.interrupt = interrupt
    self.settings = settings
    let pass = try ProjectPass(
      over: settings.scope, in: session, followsReaders: false, proves: true, for: .trials,
      threads: settings.threads)
    projectDiagnostics = pass.problems
    documents = try pass.run { TestedDocument(&$0, in: project, settings) }.map { passed in
      passed.made.with(passed.problems)
    }
    contents = try Contents(project, interrupt)
    passed = .believed(in: project, interrupt)
    tools = Tool.tools(project.configuration)
  }

  /// A result for each document, with what is wrong with the document itself.
  var results: [TestResult] {
    documents.map { document in
      var result = TestResult(name: document.name)
      result.diagnostics = document.diagnostics
      return result
    }
  }

  /// The documents with console blocks that nobody asked to run.
  private var leftOut: [TestedDocument] {
    settings.runsTranscripts ? documents.filter { !$0.isAsked && !$0.transcripts.isEmpty } : []
  }

  /// How many console blocks are not run because nobody asked for them, and in how many pages.
  var unasked: (blocks: Int, pages: Int) {
    (leftOut.reduce(0) { $0 + $1.transcripts.count }, leftOut.count)
  }

  /// The problem that nothing was tested though there are console blocks; nil when there are none, or where a configuration
  /// leaves them out: there they are counted, unless what it lists instead holds nothing to test at all.
  var nothingTested: Diagnostic? {
    if !settings.choice.isAll {
      return Diagnostic(
        .nothingTested, "nothing was tested: what was named holds nothing to test",
        at: Place(file: documents.first?.name ?? "."),
        notes: [.init("it is no console block, and no tool looks at its language")])
    }
    let isListed = !project.configuration.test.documents.isEmpty
    guard project.configurationName == nil || isListed && settings.scope.isAll,
      let first = leftOut.first, let block = first.transcripts.first
    else { return nil }
    let file = first.document.path.text
    return Diagnostic(
      .nothingTested, "nothing was tested: nobody asked for the console blocks of this page",
      at: first.place(0, of: block),
      notes: [
        .init("'docbuild test \(first.name)' runs them"),
        .init("so does 'documents = [\"\(file)\"]' below [test] in docbuild.toml, without a path"),
      ])
  }

  /// The documents with transcripts that are to be run, by their index.
  var transcriptJobs: [(document: Int, job: TranscriptJob)] {
    documents.indices.compactMap { index in
      let document = documents[index]
      guard document.isAsked, !document.isBroken,
        document.transcripts.contains(where: { settings.choice.takes($0, of: document) })
      else { return nil }
      return (
        index,
        TranscriptJob(
          document: document, project: project, settings: settings, contents: contents,
          passed: passed, interrupt: interrupt,
          earlier: settings.earlier?.result(of: document, among: documents, in: project))
      )
    }
  }

  /// The embedded sources in the order of their paths, a job for each tool; and what the authors wrote into fences.
  var toolJobs: [ToolJob] {
    let byLanguage = Dictionary(grouping: Language.all.map(\.name)) { $0 }.mapValues { names in
      tools.filter { tool in names.contains { tool.languages.contains($0) } }
    }
    var blocks: [ToolJob] = []
    for (index, document) in documents.enumerated() where !document.isBroken {
      for block in document.blocks
      where block.output == nil && block.options.skip == nil && document.isAuthors(block)
        && settings.choice.takes(block, of: document)
      {
        guard let named = Language.named(block.language)?.name else { continue }
        let text = FencedCode(block.lines, language: named)
        guard let tools = byLanguage[text.language], !tools.isEmpty else { continue }
        let code = Code(
          language: text.language, bytes: text.bytes, file: nil,
          isFragment: text.standing != .program)
        blocks.append(
          ToolJob(
            site: .block(index, block), code: code, standing: .init(text.standing), tools: tools))
      }
    }
    let sources = embeddedSources.flatMap { found -> [ToolJob] in
      guard let language = found.source.language?.name else { return [] }
      let code = Code(
        language: language, bytes: found.source.bytes, file: project.root.path.joined(found.path))
      return (byLanguage[language] ?? []).map { tool in
        ToolJob(
          site: .source(found.source, path: found.path, shownAt: found.shownAt), code: code,
          standing: .source, tools: [tool])
      }
    }
    return sources + blocks
  }

  /// The files of the tree that documents show, as they are on the disk.
  private var embeddedSources: [(source: Source, path: RootPath, shownAt: [Place])] {
    let places = ByteTable<[Place]>()
    let names = ByteTable<String>()
    var paths: [RootPath] = []
    for document in documents {
      let wanted = settings.choice.isAll ? nil : settings.choice.sources(of: document)
      for reference in document.references where wanted?.contains(reference.source.name) ?? true {
        guard let path = document.inputs[reference.source.name] else { continue }
        if places[path] == nil { paths.append(path) }
        places[path] = (places[path] ?? []) + [reference.place]
        names[path] = reference.source.name
      }
    }
    return paths.sorted().compactMap { path in
      guard
        case .success(let bytes) = project.root.read(path, limit: project.options.maxSourceBytes)
      else { return nil }
      let source = Source(name: names[path] ?? path.text, bytes: bytes, path: path.bytes)
      return (source, path, places[path] ?? [])
    }
  }

  /// Runs those jobs' tools, each program being looked for once.
  func runner(for jobs: [ToolJob]) -> ToolRunner {
    var programs: [String: String] = [:]
    for tool in jobs.flatMap(\.tools) where programs[tool.name] == nil {
      programs[tool.name] =
        tool.programs.lazy.compactMap {
          project.program($0)
        }.first
    }
    return ToolRunner(
      project: project, settings: settings, contents: contents, passed: passed, programs: programs,
      interrupt: interrupt)
  }

  func place(of job: ToolJob) -> Place {
    switch job.site {
    case .source(let source, _, _): Place(file: source.name)
    case .block(let index, let block): documents[index].place(0, of: block)
    }
  }

  /// The problem that a tool is not there, at the first code that needs it.
  func missingTool(_ name: String, at job: ToolJob) -> Diagnostic {
    let tool = job.tools.first { $0.name == name }
    return Diagnostic(
      .toolMissing,
      "'\(tool?.programs.first ?? name)' is needed to check \(job.code.language), and is not installed",
      at: place(of: job),
      notes: [
        .init(tool.map { $0.install } ?? ""),
        .init(
          "'--skip-missing' counts it as skipped; '\(name.tomlKey) = \"off\"' below [tools] in docbuild.toml does without it"
        ),
      ])
  }

  /// Warnings for configuration files in the tree that tools would read if they were not kept from it.
  func reportConfigurationFiles(_ jobs: [ToolJob]) -> [Diagnostic] {
    var used: [String: Tool] = [:]
    for tool in jobs.flatMap(\.tools) where !tool.ignores.isEmpty { used[tool.name] = tool }
    var found: [Diagnostic] = []
    for tool in used.values.sorted(by: { $0.name < $1.name }) {
      for file in contents.files where tool.ignores.contains(file.fileName.text) {
        var warning = Diagnostic(
          .toolConfiguration, "'\(tool.name)' does not read this file",
          at: Place(file: project.name(of: file).text),
          notes: [
            .init(
              "what is to be left out is better said in the source; '\(tool.name)' below [tools] in docbuild.toml names another command"
            )
          ])
        warning.severity = .warning
        found.append(warning)
      }
    }
    return found
  }
}

extension ToolJobResult.Standing {
  init(_ standing: FencedCode.Standing) {
    switch standing {
    case .program: self = .program
    case .fragment: self = .fragment
    case .sketch: self = .sketch
    }
  }
}

extension String {
  /// As a key of TOML, in quotes where it needs them.
  fileprivate var tomlKey: String {
    let isBare = utf8.allSatisfy {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    return isBare ? self : "\"\(self)\""
  }
}
