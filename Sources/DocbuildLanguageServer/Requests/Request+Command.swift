import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// What code actions and lenses ask for.
  static let executeCommand = Request(
    "workspace/executeCommand",
    capability: (
      "executeCommandProvider", ["commands": .list(Command.all.map { .text($0.name) })]
    )
  ) { server, params in
    guard let name = params["command"]?.text,
      let command = Command.all.first(where: { $0.name == name })
    else { throw RequestFault.parameters("command that docbuild knows") }
    return try command.run(server, params["arguments"]?.items ?? [])
  }
}

/// Something that a client asks for by name.
struct Command: Sendable {
  let name: String
  let run: @Sendable (LanguageServer, [JSONTree]) throws -> JSONValue

  static let all: [Command] = [.build, .showPage, .embed, .accept]

  /// Builds the page of the file at the address that is the only argument. What is not saved is left alone.
  static let build = Command(name: "docbuild.build") { server, arguments in
    guard let uri = arguments.first?.text, let (project, path) = server.place(uri),
      let edited = project.edited
    else { throw RequestFault.parameters("address of a page") }
    let document = edited.document(at: path) ?? edited.maker(of: path)
    guard let document else { throw RequestFault.failed("this is no document") }
    let saved = try project.saved(document, server.setting)
    var options = BuildOptions()
    options.scope = Scope(paths: [document.path])
    options.threads = server.setting.threads
    let report = try DocbuildEngine.build(
      Session(saved, clock: server.setting.clock, interrupt: server.setting.interrupt), options)
    project.notice([document.output.folded, document.path].compactMap { $0 })
    let errors = (report.diagnostics + report.results.flatMap(\.diagnostics))
      .filter { $0.severity == .error }
    if let error = errors.first { throw RequestFault.failed(escaped(error.message)) }
    return .null
  }

  /// Runs the console block at a line (from 1) of a document, and writes what it prints as `docbuild accept FILE:LINE` does.
  static let accept = Command(name: "docbuild.accept") { server, arguments in
    guard let uri = arguments.first?.text, let line = arguments.last?.number,
      let (project, path) = server.place(uri),
      let document = project.edited?.document(at: path)
    else { throw RequestFault.parameters("document and line") }
    guard let supervisor = server.setting.supervisor else {
      throw RequestFault.failed("no console blocks are run here")
    }
    guard server.run == nil else { throw RequestFault.failed("another block is being run") }
    let saved = try project.saved(document, server.setting)
    BlockRun(of: document, line, token: server.newName("accept"))
      .start(in: saved, supervisor, server)
    return .null
  }

  /// Shows the first of some places.
  static let showPage = Command(name: "docbuild.showPage") { server, arguments in
    guard let place = arguments.first?.items?.first, let uri = place["uri"]?.text else {
      throw RequestFault.parameters("places")
    }
    server.ask(
      "window/showDocument",
      [
        "uri": .text(uri), "takeFocus": true,
        "selection": Range<ClientPosition>(place["range"])?.json,
      ])
    return .null
  }
}

extension ServedProject {
  /// The project as it is saved, for what is done as on the command line.
  ///
  /// - Throws: when the document is open and not saved, since what is typed there would be lost.
  fileprivate func saved(_ document: ProjectDocument, _ setting: ServerSetting) throws -> Project {
    let own = Set([document.path, document.output.folded].compactMap { $0 })
    for path in own.intersection(open.keys) {
      let saved = try? Root(root.path).read(path, limit: 1 << 30).get()
      guard saved == open[path]?.lines.bytes || saved == nil && document.output.isSame(as: path)
      else { throw RequestFault.failed("'\(path.text)' has to be saved first") }
    }
    return try Project(
      try Root(root.path), options: setting.options,
      environment: setting.environment.inFolder(root.path))
  }
}
