import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc
import PageWire

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the pages in a browser, and each change at once.",
    usage: "docbuild serve [<options>] [<path> ...]",
    discussion: """
      Pages are shown as GitHub would show them, as they would be woven; nothing
      is written. Problems stand at their places. Only this machine can look,
      unless --host is given, and only at pages and the pictures that they link
      to. Ctrl-C ends it.

      It needs the program docbuild-serve, which lies beside docbuild in its
      packages.
      """,
    examples: [
      Example("docbuild serve", "all pages; the address is printed"),
      Example("docbuild serve docs --port 8000", "the pages in docs, at that port"),
      Example("docbuild serve --editor vscode", "problems open in the editor"),
    ])

  @Option(
    help: ArgumentHelp(
      "The address that browsers connect to: 0.0.0.0 lets others on the network look.",
      valueName: "address"))
  var host = "127.0.0.1"

  @Option(
    help: ArgumentHelp(
      "The port; 0 for any. When left out, the first free one from 4280 on.", valueName: "n"))
  var port: UInt16?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A name by which browsers may call the server, beside localhost and addresses.",
      valueName: "name"))
  var allowHost: [String] = []

  @Flag(help: "Let browsers load pictures from elsewhere.")
  var allowNet = false

  @Option(
    help: ArgumentHelp(
      "Open places in an editor: codium, cursor, idea, textmate, vscode, zed, or an address with {path}, {line} and {column}.",
      valueName: "editor"))
  var editor: String?

  @OptionGroup var looks: LookOptions
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func validate() throws {
    var room = in6_addr()
    guard
      host == "localhost" || inet_pton(AF_INET, host, &room) == 1
        || inet_pton(AF_INET6, host, &room) == 1
    else { throw ValidationError("'--host' takes an address such as 0.0.0.0, found '\(host)'") }
    if let editor, EditorAddress(editor) == nil {
      throw ValidationError(
        "'--editor' takes a known editor or an address with '{path}', found '\(editor)'")
    }
    for name in allowHost where name.isEmpty || name.utf8.contains(UInt8(ascii: ":")) {
      throw ValidationError("'--allow-host' takes a name without a port, found '\(name)'")
    }
  }

  func run() throws {
    let run = ProjectRun(reporter: common.reporter(.full), isQuiet: common.quiet)
    throw ArgumentParser.ExitCode(try run.exitCode { try serve(self, run) })
  }
}

/// Goes on until it is asked to end, which is thrown.
private func serve(_ command: Serve, _ run: ProjectRun) throws -> Int32 {
  ignoreBrokenPipeSignal()
  catchSignals(for: run.interrupt)
  let project = try command.project.open(command.common)
  guard let program = project.installedProgram("docbuild-serve", run.interrupt) else {
    throw CannotRun(
      "'docbuild serve' needs the program docbuild-serve, which is neither beside docbuild nor on PATH: it comes with docbuild's packages ('pip install docbuild-md', the .deb, the tar.gz), and scripts/build builds it"
    )
  }
  let server = try PageProcess(program, words: command.words, run.interrupt)
  defer { server.end() }
  let address = command.host.utf8.contains(UInt8(ascii: ":")) ? "[\(command.host)]" : command.host
  let shown = ["0.0.0.0", "[::]"].contains(address) ? "127.0.0.1" : address
  _ = printOut("http://\(shown):\(server.port)/\n")
  try server.send(.project(name: project.root.path.bytes.fileName))
  var rounds = ServeRounds(command, server, run)
  do {
    let changes = try TreeWatch(
      project, run.interrupt, clock: .machine, polls: command.looks.poll,
      interval: command.looks.interval)
    if !changes.isReported {
      command.looks.noteThatNothingIsReported()
    }
    try rounds.takeAll()
    while true {
      changes.refresh()
      try rounds.take(try changes.wait())
      // Whoever saves again at once is served first.
      while case let more = try changes.wait(atMost: ServeRounds.calm), !more.isEmpty {
        try rounds.take(more)
      }
      try rounds.takeAll()
    }
  } catch  where server.isGone {
    throw CannotRun("docbuild-serve has ended by itself")
  } catch let trouble as SystemError where trouble.code == EPIPE {
    throw CannotRun("docbuild-serve has ended by itself")
  }
}

extension Serve {
  /// What the server is started with; see there.
  fileprivate var words: [String] {
    let address = host == "localhost" ? "127.0.0.1" : host
    return [
      address, "\(port ?? 4280)", port == nil ? "any" : "this", allowNet ? "pictures" : "none",
    ] + allowHost
  }
}

/// What is done again and again: pages are made anew and sent.
private struct ServeRounds {
  private let command: Serve
  private let server: PageProcess
  private let run: ProjectRun
  private var preview: Preview?
  /// What has changed since all pages were looked at.
  private var pending: [RootPath] = []
  /// Whether more may have changed than is known, or the configuration has.
  private var isStale = true
  private var sent: Set<Bytes> = []
  private var said = ""

  init(_ command: Serve, _ server: PageProcess, _ run: ProjectRun) {
    (self.command, self.server, self.run) = (command, server, run)
  }

  /// How long nothing must have changed before all pages are looked at, in milliseconds.
  static let calm: Int32 = 150

  /// What a change touches, at once.
  mutating func take(_ changes: TreeChanges) throws {
    pending += changes.paths
    isStale = isStale || changes.mayBeMore || changes.paths.contains(Configuration.name)
    if !isStale, let touched = try preview?.touched(by: changes.paths) {
      for page in touched { try server.send(.page(page.shown)) }
    }
    for path in changes.paths where server.shows(path) { try server.send(.changed(path.bytes)) }
  }

  /// All pages, since links of others may lead elsewhere now.
  mutating func takeAll() throws {
    let paths = pending
    pending = []
    do {
      if isStale || preview == nil { preview = try open() }
      isStale = false
      guard let preview else { return }
      try send(preview.all(changes: paths), preview.general)
    } catch let problem as DiagnosticError {
      // A faulty configuration is a problem like others: it will be mended.
      preview = nil
      try server.send(
        .settled(
          problem.diagnostics.map {
            ShownProblem(
              line: 0, isError: true, id: $0.id.rawValue, message: $0.message,
              place: "\($0.place.name):\($0.place.line):\($0.place.column)")
          }))
    }
  }

  private func open() throws -> Preview {
    let project = try command.project.open(command.common)
    var options = PreviewOptions()
    options.scope = try command.project.scope(in: project)
    options.threads = command.common.threads
    options.editor = command.editor.flatMap { EditorAddress($0) }
    server.take(root: project.root, limit: command.common.maxSourceBytes)
    return Preview(Session(of: project, run.interrupt), options)
  }

  private mutating func send(_ pages: [PreviewedPage], _ general: [ShownProblem]) throws {
    server.allow(Set(pages.flatMap(\.linked)))
    let now = Set(pages.map(\.shown.path))
    for page in pages { try server.send(.page(page.shown)) }
    for path in sent.subtracting(now) { try server.send(.gone(path)) }
    sent = now
    try server.send(.settled(general))
    let broken = pages.count { $0.shown.state == .problems }
    let text = "docbuild: \(counted(pages.count, "page")) shown, \(broken) with problems"
    if text != said { run.summarise(text) }
    said = text
  }
}
