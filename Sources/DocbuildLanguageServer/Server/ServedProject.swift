import DocbuildCore
import DocbuildEngine

/// A project with what its client has open of it, and what is still to be done for that.
final class ServedProject {
  /// The folder, where unsaved texts stand for files.
  let root: Root
  /// Whether the folder is a project, or just where a file lies.
  private let isListed: Bool
  private let setting: ServerSetting
  /// Nil as long as the configuration is faulty.
  private(set) var edited: EditedProject?
  /// What is wrong with the project as a whole.
  private(set) var general: [Diagnostic] = []
  /// What the client has open, by paths below the root.
  private(set) var open: [Bytes: OpenText] = [:]
  /// Documents that are to be checked, the most urgent first.
  private(set) var due: [ProjectDocument] = []
  /// What was found in documents, by their paths.
  private(set) var found: [Bytes: [Diagnostic]] = [:]
  /// Files whose problems the client does not know yet.
  private(set) var untold: Set<Bytes> = []
  private var wasWhole = false

  init(_ root: Root, isListed: Bool, _ setting: ServerSetting) {
    self.root = root
    self.isListed = isListed
    self.setting = setting
    load()
  }

  /// Reads the configuration and lists the documents.
  func load() {
    for problem in general { untold.insert(path(of: problem)) }
    for (_, problems) in found { untold.formUnion(problems.map(path)) }
    (found, general, due, wasWhole) = ([:], [], [], false)
    do {
      let made = try EditedProject(
        root, options: setting.options, environment: setting.environment.inFolder(root.path),
        clock: setting.clock, interrupt: setting.interrupt, threads: setting.threads,
        isListed: isListed)
      edited = made
      general = made.problems
    } catch let error as DiagnosticError {
      edited = nil
      general = [error.diagnostic]
    } catch {
      edited = nil
      general = [ServedProject.machineTrouble(error)]
    }
    untold.formUnion(general.map(path))
    for path in open.keys.sorted(by: { $0.text < $1.text }) { want(path) }
  }

  /// Lists the documents anew.
  private func list() {
    guard let edited else { return load() }
    for problem in general { untold.insert(path(of: problem)) }
    do {
      try edited.list()
      general = edited.problems
    } catch {
      general = [ServedProject.machineTrouble(error)]
    }
    wasWhole = false
    untold.formUnion(general.map(path))
  }

  private static func machineTrouble(_ error: any Error) -> Diagnostic {
    let text = (error as? SystemError)?.message ?? (error as? CannotRun)?.description ?? "\(error)"
    return Diagnostic(.machineTrouble, text, at: Place(file: "docbuild.toml"))
  }

  // MARK: what the client does

  func open(_ text: OpenText) {
    open[text.path] = text
    edit(text.path, text.lines.bytes)
  }

  func change(_ text: OpenText) {
    open[text.path] = text
    edit(text.path, text.lines.bytes)
  }

  /// What is saved counts again.
  func close(_ path: Bytes) {
    open[path] = nil
    edit(path, nil)
    // What nobody looks at any more is not told of.
    let wanted = Set(open.keys.flatMap { documents(for: $0) }.map(\.path))
    for (document, problems) in found where !wanted.contains(document) {
      untold.formUnion(problems.map(self.path))
      found[document] = nil
    }
    due.removeAll { !wanted.contains($0.path) }
    untold.insert(path)
  }

  /// A text was saved: what was compared with the file is another now.
  func saved(_ path: Bytes) {
    guard let edited, path != Configuration.name else { return load() }
    if edited.document(at: path).map({ !edited.lists($0) }) ?? false { list() }
    edited.note(changed: [path])
    want(path)
  }

  /// Files below the root have changed on the disk, come or gone.
  func notice(_ paths: [Bytes], listChanged: Bool) {
    if paths.contains(Configuration.name) { return load() }
    edited?.note(changed: paths)
    if listChanged { list() }
    for path in paths { want(path) }
    for path in open.keys.sorted(by: { $0.text < $1.text }) { want(path) }
  }

  private func edit(_ path: Bytes, _ text: Bytes?) {
    guard let edited, path != Configuration.name else {
      root.overlay(text, at: path)
      return load()
    }
    edited.set(text, at: path)
    let old = due
    due = []
    want(path)
    // Links to its headings lead elsewhere now, perhaps.
    if path.isMarkdownName {
      for other in open.keys.sorted(by: { $0.text < $1.text }) where other != path {
        want(other, follows: false)
      }
    }
    for document in old where !due.contains(document) { due.append(document) }
  }

  /// The documents whose problems count for a file: the one that it is or that makes it, then those that show it.
  private func documents(for path: Bytes, follows: Bool = true) -> [ProjectDocument] {
    guard let edited else { return [] }
    let own = [edited.document(at: path), edited.maker(of: path)].compactMap { $0 }
    guard follows else { return own }
    let touched = edited.shown.documents(touchedBy: [path] + own.map(\.output))
    return own + touched.filter { !own.contains($0) }
  }

  private func want(_ path: Bytes, follows: Bool = true) {
    let isOpen = !open.isEmpty
    for document in documents(for: path, follows: follows) where isOpen {
      if !due.contains(document) { due.append(document) }
    }
  }

  // MARK: what is to be done

  /// Whether nothing is left to do.
  var isIdle: Bool { due.isEmpty && (open.isEmpty || edited?.shown.isWhole ?? true) }

  /// Does a bit of what is to be done.
  ///
  /// - Throws: when it is asked to end; then that bit is left.
  func work() throws(Interrupted) {
    guard let edited else { return due = [] }
    if let document = due.first {
      let problems = try edited.problems(of: document)
      due.removeFirst()
      note(problems, of: document)
    } else if !edited.shown.isWhole {
      _ = edited.learn()
      if edited.shown.isWhole, !wasWhole {
        wasWhole = true
        for path in open.keys.sorted(by: { $0.text < $1.text }) {
          for document in documents(for: path)
          where found[document.path] == nil && !due.contains(document) { due.append(document) }
        }
      }
    }
  }

  /// Checks now what a file's problems depend on.
  func settle(_ path: Bytes) throws(Interrupted) {
    guard let edited else { return }
    for document in documents(for: path, follows: false) {
      let isDue = due.contains(document)
      guard isDue || found[document.path] == nil else { continue }
      let problems = try edited.problems(of: document)
      due.removeAll { $0 == document }
      note(problems, of: document)
    }
  }

  private func note(_ problems: [Diagnostic], of document: ProjectDocument) {
    let old = found.updateValue(problems, forKey: document.path) ?? []
    untold.formUnion((old + problems).map(path))
    untold.insert(document.path)
  }

  /// All problems at places of a file, in order.
  func problems(in path: Bytes) -> [Diagnostic] {
    let all = general + found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap(\.value)
    return all.filter { self.path(of: $0) == path }.eachOnce().sorted {
      ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column)
    }
  }

  /// Takes note that the client knows the problems of a file.
  func told(_ path: Bytes) { untold.remove(path) }

  // MARK: names and places

  /// Below the root, or as far above it as the file lies.
  func path(of problem: Diagnostic) -> Bytes { path(named: problem.place.name) }

  /// The same for a name in a problem; the configuration's for none.
  func path(named name: String) -> Bytes {
    name.isEmpty ? Configuration.name : Bytes(name.utf8).folded
  }

  /// The text of a file as it is typed, or else as it is saved.
  func text(at path: Bytes) -> Bytes? {
    open[path]?.lines.bytes ?? (try? root.read(path, limit: 64 << 20).get())
  }
}

extension Bytes {
  /// Whether headings of a file of that name may be linked to, or it is made into one.
  var isMarkdownName: Bool {
    [".md", ".markdown", ".mdx", ".src"].contains { ends(with: Bytes($0.utf8)) }
  }
}
