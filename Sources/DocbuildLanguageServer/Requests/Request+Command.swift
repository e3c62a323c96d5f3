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

  static let all: [Command] = [.build, .showPage, .embed]

  /// Builds the page of the file at the address that is the only argument. What is not saved is left alone.
  static let build = Command(name: "docbuild.build") { server, arguments in
    guard let uri = arguments.first?.text, let (project, path) = server.place(uri),
      let edited = project.edited
    else { throw RequestFault.parameters("address of a page") }
    let document = edited.document(at: path) ?? edited.maker(of: path)
    guard let document else { throw RequestFault.failed("this is no document") }
    for path in Set([document.path, document.output]).intersection(project.open.keys) {
      let saved = try? Root(project.root.path).read(path, limit: 1 << 30).get()
      guard saved == project.open[path]?.lines.bytes || saved == nil && path == document.output
      else { throw RequestFault.failed("'\(path.text)' has to be saved first") }
    }
    // By what is saved, as a build on the command line.
    let saved = try Project(
      try Root(project.root.path), options: server.setting.options,
      environment: server.setting.environment.inFolder(project.root.path))
    var options = BuildOptions()
    options.scope = Scope(paths: [document.path])
    options.threads = server.setting.threads
    let report = try DocbuildEngine.build(
      Session(saved, clock: server.setting.clock, interrupt: server.setting.interrupt), options)
    project.notice([document.output, document.path])
    let errors = (report.diagnostics + report.results.flatMap(\.diagnostics))
      .filter { $0.severity == .error }
    if let error = errors.first { throw RequestFault.failed(escaped(error.message)) }
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
