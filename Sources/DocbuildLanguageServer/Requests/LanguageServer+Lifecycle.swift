import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension LanguageServer {
  /// Answers `initialize`: what the client can do, what the server can.
  func initialise(_ params: JSONTree) -> JSONValue {
    let client = ClientAbilities(params["capabilities"])
    self.client = client
    parent = params["processId"]?.number
    var folders = params["workspaceFolders"]?.items?.compactMap { $0["uri"]?.text } ?? []
    if folders.isEmpty {
      folders =
        [
          params["rootUri"]?.text
            ?? params["rootPath"]?.text.flatMap { AbsolutePath(Bytes($0.utf8)) }
            .map { FileURI.text($0) }
        ].compactMap { $0 }
    }
    self.folders = folders.compactMap { FileURI.path($0)?.real }
    var abilities: [String: JSONValue?] = [
      "positionEncoding": .text(client.unit.rawValue),
      "textDocumentSync": [
        "openClose": true, "change": 2, "save": ["includeText": false],
      ],
      "workspace": [
        "workspaceFolders": ["supported": true, "changeNotifications": true],
        "fileOperations": [
          "willRename": ["filters": [["scheme": "file", "pattern": ["glob": "**/*"]]]]
        ],
      ],
    ]
    for case let (name, value)? in Request.all.map(\.capability) { abilities[name] = value }
    if client.pulls {
      abilities["diagnosticProvider"] = [
        "identifier": "docbuild", "interFileDependencies": true, "workspaceDiagnostics": false,
      ]
    }
    return [
      "capabilities": .object(abilities),
      "serverInfo": ["name": "docbuild", "version": .text(docbuildVersion)],
    ]
  }

  /// Takes note of what the client tells and wants no answer to; what is not known is passed over, as the protocol asks.
  func note(_ method: String, _ params: JSONTree) {
    let uri = params["textDocument"]?["uri"]?.text
    switch method {
    case "initialized": watchFiles()
    case "textDocument/didOpen":
      guard let uri, let text = params["textDocument"]?["text"]?.text else { return }
      open(uri, Bytes(text.utf8), version: params["textDocument"]?["version"]?.number)
    case "textDocument/didChange":
      guard let uri, let (project, path) = place(uri), var text = project.open[path],
        let changes = params["contentChanges"]?.items
      else { return }
      text.apply(changes)
      text.version = params["textDocument"]?["version"]?.number
      project.change(text)
    case "textDocument/didSave":
      guard let uri, let (project, path) = place(uri) else { return }
      project.saved(path)
    case "textDocument/didClose": if let uri { close(uri) }
    case "window/workDoneProgress/cancel":
      if let token = params["token"]?.text, token == run?.token { run?.cancel() }
    case "workspace/didChangeWatchedFiles": notice(params["changes"]?.items ?? [])
    case "workspace/didChangeWorkspaceFolders":
      func paths(_ name: String) -> [AbsolutePath] {
        (params["event"]?[name]?.items ?? []).compactMap { $0["uri"]?.text }
          .compactMap { FileURI.path($0)?.real }
      }
      let gone = paths("removed")
      folders = folders.filter { !gone.contains($0) } + paths("added")
      forgetRoots()
    default: break
    }
  }

  /// Takes note of files that have changed, come or gone.
  private func notice(_ changes: [JSONTree]) {
    var paths: [AbsolutePath: [RootPath]] = [:]
    for change in changes {
      guard let uri = change["uri"]?.text, let (project, path) = place(uri),
        !path.isDocbuildsOwn
      else { continue }
      paths[project.root.path, default: []].append(path)
      if path.fileName == Configuration.name.bytes { forgetRoots() }
    }
    for (root, paths) in paths { projects[root]?.notice(paths) }
  }

  /// Asks the client to tell of files that change: of all, since any may be shown.
  private func watchFiles() {
    guard let client, client.watchesFiles else { return }
    ask(
      "client/registerCapability",
      [
        "registrations": [
          [
            "id": "docbuild-files", "method": "workspace/didChangeWatchedFiles",
            "registerOptions": ["watchers": [["globPattern": "**/*"]]],
          ]
        ]
      ])
  }
}

extension RootPath {
  /// Whether it is what docbuild or git keeps for itself.
  fileprivate var isDocbuildsOwn: Bool {
    let first = components.first
    return first == Bytes(".docbuild".utf8) || first == Bytes(".git".utf8)
  }
}
