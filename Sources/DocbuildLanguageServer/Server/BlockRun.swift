import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// A console block that is run because somebody asked for it. It takes as long as its commands do, so it has a thread of its
/// own; what it finds is reported by the server's.
struct BlockRun: Sendable {
  private let document: ProjectDocument
  /// From 1.
  private let line: Int
  /// What its progress is called.
  let token: String
  private let interrupt = Interrupt()
  /// How long it has run, as the client knows.
  private var seconds = 0

  init(of document: ProjectDocument, _ line: Int, token: String) {
    (self.document, self.line, self.token) = (document, line, token)
  }

  /// Ends its commands; nothing is written then.
  func cancel() { interrupt.set() }

  /// Begins; where there is no other thread, ends too.
  func start(in saved: Project, _ supervisor: SupervisorProgram, _ server: LanguageServer) {
    server.run = self
    let shows = server.client?.showsProgress ?? false
    if shows {
      server.ask("window/workDoneProgress/create", ["token": .text(token)])
      server.tell(
        token,
        [
          "kind": "begin", "title": .text("running \(escaped(document.path.text)):\(line)"),
          "cancellable": true,
        ])
    }
    let (setting, root, post) = (server.setting, saved.root.path, server.post)
    let work: @Sendable () -> @Sendable (LanguageServer) -> Void = { [self] in
      let found = result(in: saved, supervisor, setting) { seconds in
        guard shows else { return }
        post? { server in
          guard let run = server.run, run.seconds != seconds else { return }
          server.run?.seconds = seconds
          server.tell(token, ["kind": "report", "message": .text("\(seconds) s")])
        }
      }
      return { server in
        server.run = nil
        server.projects[root]?.notice([document.path])
        if shows { server.tell(token, ["kind": "end"]) }
        server.notify(
          "window/showMessage",
          ["type": .number(found.isTrouble ? 1 : 3), "message": .text(found.words)])
      }
    }
    guard let post else { return work()(server) }
    if !startDetachedThread({ post(work()) }) { work()(server) }
  }

  private func result(
    in saved: Project, _ supervisor: SupervisorProgram, _ setting: ServerSetting,
    _ tell: @escaping @Sendable (Int) -> Void
  ) -> (words: String, isTrouble: Bool) {
    var settings = TestSettings()
    settings.scope.paths = [document.path]
    settings.threads = setting.threads
    settings.supervisor = supervisor
    var wish = AcceptSettings()
    wish.choice.lines = [document.path: [line]]
    do {
      let session = Session(saved, clock: setting.clock, interrupt: interrupt)
      let (report, changed) = try accept(session, settings, wish) { progress in
        if let running = progress.running { tell(running.seconds) }
      }
      if report.signal != 0 { return ("it was cancelled, and nothing was written", false) }
      let errors = (report.diagnostics + report.results.flatMap(\.diagnostics))
        .filter { $0.severity == .error }
      let copies = changed.compactMap(\.copy).map { "; as it was before: \(escaped($0))" }.joined()
      let count = changed.reduce(0) { $0 + $1.changes.count }
      let done =
        count == 0
        ? nil : "what \(counted(count, "command")) printed is the expectation now\(copies)"
      if let error = errors.first {
        let notes = error.notes.map { ": \(escaped($0.message))" }.joined()
        return (escaped(error.message) + notes + (done.map { "; \($0)" } ?? ""), true)
      }
      return (done ?? "it prints what is expected", false)
    } catch is Interrupted {
      return ("it was cancelled, and nothing was written", false)
    } catch let error as DiagnosticError {
      return (escaped(error.diagnostic.message), true)
    } catch {
      let why = (error as? SystemError)?.message ?? (error as? CannotRun)?.description
      return (escaped(why ?? "\(error)"), true)
    }
  }
}
