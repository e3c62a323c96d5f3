import DocbuildCore

/// A tool to be run on a source, or tools on a fenced block.
struct ToolJob: Sendable {
  /// Where code stands.
  enum Site: Sendable {
    /// A file of the tree, with the places in documents that show it.
    case source(Source, path: RootPath, shownAt: [Place])
    /// A block of the document with that index.
    case block(Int, PageTests.Block)
  }

  let site: Site
  let code: Code
  let standing: ToolJobResult.Standing
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

/// One run of a tool: on one code, or on many at once.
struct ToolRun: Sendable {
  let tool: Tool
  let program: String
  /// The numbers of the jobs whose codes these are.
  let jobs: [Int]
  let codes: [Code]

  /// What it does, for a person who waits.
  var title: String { "\(tool.name) on \(codes.count == 1 ? "one text" : "\(codes.count) texts")" }
}
