import DocbuildReport

extension Request {
  /// The problems of a file, for clients that ask
  /// (<https://microsoft.github.io/language-server-protocol/>, "Pull Diagnostics").
  static let pullDiagnostics = Request("textDocument/diagnostic") { server, params in
    guard let asked = try Asked(params, in: server) else { return ["kind": "full", "items": []] }
    try asked.project.settle(asked.path)
    let items = server.diagnostics(of: asked.path, in: asked.project).map(\.json)
    return ["kind": "full", "items": .list(items)]
  }
}
