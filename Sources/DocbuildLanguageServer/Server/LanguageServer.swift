import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// What one client is served with: its projects, what it has open, and what it can do. It belongs to one thread.
///
/// What is asked for is answered by the values in `Request.all`; what can wait is done by `work`, a bit at a time.
final class LanguageServer {
  let setting: ServerSetting
  private let sendMessage: (JSONValue) -> Void
  /// What the client can do, as `initialize` says; nil before that.
  var client: ClientAbilities?
  /// Folders that the client works in.
  var folders: [AbsolutePath] = []
  /// Whether the client has said `shutdown`.
  var isShutDown = false
  /// Set once the client has said `exit`.
  var exitCode: Int32?
  /// The process that has started the client's end; nil where it did not say.
  var parent: Int?
  /// By the real paths of their roots.
  private(set) var projects: [AbsolutePath: ServedProject] = [:]
  /// The root of each folder that a file was opened in.
  private var roots: [AbsolutePath: AbsolutePath] = [:]
  /// Roots that are just where a file lies.
  private var strays: Set<AbsolutePath> = []
  /// The files that are open, by the addresses that the client has for them.
  private var places: [String: (project: ServedProject, path: RootPath)] = [:]
  /// What the client knows of the problems of files, by their addresses.
  private var told: [String: JSONValue] = [:]
  private var lastNumber = 0
  /// Called with each project that is opened, where its files are not watched by the client.
  var watch: ((ServedProject) -> Void)?
  /// Has something done on the server's own thread, from any other; nil where nobody does that, and nothing is done apart.
  var post: (@Sendable (@escaping @Sendable (LanguageServer) -> Void) -> Void)?
  /// The run of a console block that somebody asked for.
  var run: BlockRun?
  /// The progress of reading a project's documents, where the client shows it.
  private var progress: (token: String, project: ServedProject)?

  init(_ setting: ServerSetting, send: @escaping (JSONValue) -> Void) {
    self.setting = setting
    sendMessage = send
  }

  var unit: PositionUnit { client?.unit ?? .utf16 }

  // MARK: messages

  func send(_ message: [String: JSONValue?]) {
    sendMessage(.object(message.merging(["jsonrpc": "2.0"]) { $1 }))
  }

  func notify(_ method: String, _ params: JSONValue) {
    send(["method": .text(method), "params": params])
  }

  /// A name that nothing else has.
  func newName(_ kind: String) -> String {
    lastNumber += 1
    return "docbuild-\(kind)-\(lastNumber)"
  }

  /// Asks the client, whose answer decides nothing.
  func ask(_ method: String, _ params: JSONValue?) {
    lastNumber += 1
    send(["id": .text("docbuild-\(lastNumber)"), "method": .text(method), "params": params])
  }

  // MARK: files

  /// The project of a file, and the file's path in it; nil for what is no file or lies nowhere.
  func place(_ uri: String) -> (project: ServedProject, path: RootPath)? {
    if let known = places[uri] { return known }
    guard let path = FileURI.path(uri) else { return nil }
    let real = path.real ?? path.folder.real.map { $0.joined(path.fileName) }
    guard let real, let root = root(of: real.folder), let below = real.path(below: root) else {
      return nil
    }
    return project(at: root).map { ($0, below) }
  }

  /// The root for a file in a folder: what the command line says, or the nearest project's, or the client's own folder.
  private func root(of folder: AbsolutePath) -> AbsolutePath? {
    if let known = roots[folder] { return known }
    var found: AbsolutePath?
    var isStray = false
    if let named = setting.options.root {
      found = (try? setting.environment.absolute(named))?.real
    } else {
      found = try? Root.find(from: folder)
      let isProject =
        found.map { root in
          [".git", "docbuild.toml"].contains { root.joined(Bytes($0.utf8)).exists }
        } ?? false
      if !isProject {
        let own = folders.first { folder.below($0) != nil }
        isStray = own == nil
        found = own ?? found
      }
    }
    roots[folder] = found
    // A file in somebody's home is no reason to look through all of that.
    if let found, isStray { strays.insert(found) }
    return found
  }

  private func project(at path: AbsolutePath) -> ServedProject? {
    if let known = projects[path] { return known }
    guard let root = try? Root(path, overlay: Overlay()) else { return nil }
    let made = ServedProject(root, isListed: !strays.contains(path), setting)
    projects[path] = made
    if made.isListed, let client, !client.watchesFiles { watch?(made) }
    return made
  }

  /// How the client calls a file of a project.
  func uri(of path: some PathFromRoot, in project: ServedProject) -> String {
    project.opened(path)?.uri ?? FileURI.text(project.root.path.joined(path.bytes).folded)
  }

  func open(_ uri: String, _ text: Bytes, version: Int?) {
    guard let (project, path) = place(uri) else { return }
    places[uri] = (project, path)
    project.open(OpenText(uri: uri, path: path, version: version, lines: TextLines(text, unit)))
  }

  func close(_ uri: String) {
    guard let (project, path) = places.removeValue(forKey: uri) else { return }
    project.close(path)
    publish()
  }

  /// Forgets which roots files have, since configurations have come or gone.
  func forgetRoots() { roots = [:] }

  // MARK: what can wait

  /// Does a bit of what can wait; whether there is more.
  func work() -> Bool {
    guard client != nil, !isShutDown else { return false }
    let busy = projects.values.filter { !$0.isIdle }
      .sorted { $0.root.path.text < $1.root.path.text }
    if let project = busy.first {
      // What is interrupted is done again.
      try? project.work()
      tellProgress(of: project)
      if project.lensesAreOld {
        project.lensesAreOld = false
        if client?.refreshesLenses ?? false { ask("workspace/codeLens/refresh", nil) }
      }
    }
    publish()
    return busy.contains { !$0.isIdle }
  }

  private func tellProgress(of project: ServedProject) {
    guard let client, client.showsProgress, let shown = project.edited?.shown else { return }
    let (known, all) = shown.progress
    if progress == nil, !shown.isWhole, all > 1000, known > 0 {
      lastNumber += 1
      let token = "docbuild-progress-\(lastNumber)"
      progress = (token, project)
      ask("window/workDoneProgress/create", ["token": .text(token)])
      tell(token, ["kind": "begin", "title": "docbuild", "percentage": 0])
    }
    guard let progress, progress.project === project else { return }
    if shown.isWhole {
      self.progress = nil
      tell(progress.token, ["kind": "end"])
    } else {
      tell(
        progress.token,
        [
          "kind": "report", "message": "\(known) of \(all) documents",
          "percentage": .number(known * 100 / max(1, all)),
        ])
    }
  }

  func tell(_ token: String, _ value: JSONValue) {
    notify("$/progress", ["token": .text(token), "value": value])
  }

  /// Tells the client of problems that it does not know yet.
  func publish() {
    guard let client else { return }
    var needsRefresh = false
    for project in projects.values.sorted(by: { $0.root.path.text < $1.root.path.text }) {
      for path in project.unreported.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
        project.noteReported(path)
        let uri = uri(of: path, in: project)
        let list = JSONValue.list(diagnostics(of: path, in: project).map(\.json))
        if told[uri] ?? .list([]) == list { continue }
        told[uri] = list
        let open = project.opened(path)
        if client.pulls, open != nil {
          needsRefresh = true
        } else {
          notify(
            "textDocument/publishDiagnostics",
            [
              "uri": .text(uri), "version": open?.version.map { .number($0) }, "diagnostics": list,
            ])
        }
      }
    }
    if needsRefresh, client.refreshesDiagnostics { ask("workspace/diagnostic/refresh", nil) }
  }

  /// The problems of a file as the client takes them.
  func diagnostics(of path: some PathFromRoot, in project: ServedProject) -> [ClientDiagnostic] {
    project.problems(in: path).map { problem in
      ClientDiagnostic(problem, unit, manual: setting.manual) { [self] place in
        uri(of: project.path(named: place.name), in: project)
      }
    }
  }
}
