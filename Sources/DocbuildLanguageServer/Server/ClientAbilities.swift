import DocbuildCore

/// What a client can do, as far as a server cares.
struct ClientAbilities {
  /// What columns count.
  let unit: PositionUnit
  /// Whether it asks for the problems of what it has open; else it is told of them.
  let pulls: Bool
  /// Whether it can be asked to ask again.
  let refreshesDiagnostics: Bool
  /// Whether it shows the progress of long work.
  let showsProgress: Bool
  /// Whether it can be asked to watch files.
  let watchesFiles: Bool
  /// Whether it can be asked to ask for lenses and hints again.
  let refreshesLenses: Bool
  /// Whether edits may come with versions, and with files that are made or renamed.
  let takesDocumentChanges: Bool
  /// Whether completions may hold places to fill in.
  let takesSnippets: Bool
  /// Whether symbols of a document may stand in one another.
  let nestsSymbols: Bool
  /// Whether it takes Markdown in what hovers.
  let showsMarkdown: Bool

  /// - Parameter tree: `capabilities` of the parameters of `initialize`.
  init(_ tree: JSONTree?) {
    let units = tree?["general"]?["positionEncodings"]?.items?.compactMap(\.text) ?? []
    unit = units.contains("utf-8") ? .utf8 : .utf16
    let (text, workspace, window) = (tree?["textDocument"], tree?["workspace"], tree?["window"])
    pulls = text?["diagnostic"] != nil
    refreshesDiagnostics = workspace?["diagnostics"]?["refreshSupport"]?.flag ?? false
    showsProgress = window?["workDoneProgress"]?.flag ?? false
    watchesFiles = workspace?["didChangeWatchedFiles"]?["dynamicRegistration"]?.flag ?? false
    refreshesLenses = workspace?["codeLens"]?["refreshSupport"]?.flag ?? false
    takesDocumentChanges = workspace?["workspaceEdit"]?["documentChanges"]?.flag ?? false
    takesSnippets =
      text?["completion"]?["completionItem"]?["snippetSupport"]?.flag ?? false
    nestsSymbols =
      text?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.flag ?? false
    showsMarkdown =
      text?["hover"]?["contentFormat"]?.items?.contains(.text("markdown")) ?? false
  }
}
