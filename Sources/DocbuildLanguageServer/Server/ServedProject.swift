import DocbuildCore
import DocbuildEngine

/// A project with what its client has open of it, and what is still to be done for that.
final class ServedProject {
  /// The folder, where unsaved texts stand for files.
  let root: Root
  /// Whether the folder is a project, or just where a file lies.
  let isListed: Bool
  private let setting: ServerSetting
  /// Nil as long as the configuration is faulty.
  private(set) var edited: EditedProject?
  /// What is wrong with the project as a whole.
  private(set) var general: [Diagnostic] = []
  /// What the client has open.
  private(set) var open: [RootPath: OpenText] = [:]
  /// Documents that are to be checked, the most urgent first.
  private(set) var due = DueDocuments()
  /// What was found in documents, by their paths.
  private(set) var found: [RootPath: [Diagnostic]] = [:]
  /// Open sources whose regions are to be looked at, and what was found of them.
  var (regionsDue, unusedRegions): (Set<RootPath>, [RootPath: [Diagnostic]]) = ([], [:])
  /// Files whose problems the client does not know yet; some may lie above the root.
  var unreported: Set<WrittenPath> = []
  private var wasWhole = false
  /// Whether the configuration is to be read, or the documents are to be listed, once there is time.
  private var (needsLoad, needsList) = (false, false)
  /// Whether the client may have been told of too few pages in its sources.
  var lensesAreOld = false

  init(_ root: Root, isListed: Bool, _ setting: ServerSetting) {
    self.root = root
    self.isListed = isListed
    self.setting = setting
    load()
  }

  /// Reads the configuration and lists the documents.
  func load() {
    for problem in general { unreported.insert(path(of: problem)) }
    for (_, problems) in found { unreported.formUnion(problems.map(path)) }
    (found, general, due, wasWhole) = ([:], [], DueDocuments(), false)
    (needsLoad, needsList) = (false, false)
    do {
      let made = try EditedProject(
        root, options: setting.options, environment: setting.environment.inFolder(root.path),
        clock: setting.clock, interrupt: setting.interrupt, threads: setting.threads,
        isListed: isListed)
      edited = made
      general = made.problems
    } catch let error as DiagnosticError {
      edited = nil
      general = error.diagnostics
    } catch is Interrupted {
      needsLoad = true
    } catch {
      edited = nil
      general = [ServedProject.machineTrouble(error)]
    }
    unreported.formUnion(general.map(path))
    for path in openPaths { want(path) }
  }

  /// Lists the documents anew.
  private func list() {
    guard let edited else { return load() }
    for problem in general { unreported.insert(path(of: problem)) }
    needsList = false
    do {
      try edited.list()
      general = edited.problems
    } catch is Interrupted {
      needsList = true
    } catch {
      general = [ServedProject.machineTrouble(error)]
    }
    wasWhole = false
    unreported.formUnion(general.map(path))
    for path in openPaths { want(path) }
  }

  /// A build may have made what is left over now.
  private func followBuilds() {
    guard let edited, edited.followBuilds() else { return }
    unreported.formUnion((general + edited.problems).map(path))
    general = edited.problems
    for path in openPaths { want(path) }
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
  func close(_ path: RootPath) {
    open[path] = nil
    edit(path, nil)
    regionsDue.remove(path)
    unusedRegions[path] = nil
    // What nobody looks at any more is not told of.
    let wanted = Set(open.keys.flatMap { documents(for: $0) }.map(\.path))
    for (document, problems) in found where !wanted.contains(document) {
      unreported.formUnion(problems.map(self.path))
      found[document] = nil
    }
    due.keep { wanted.contains($0.path) }
    unreported.insert(WrittenPath(path))
  }

  /// A text was saved: what was compared with the file is another now.
  func saved(_ path: RootPath) {
    guard let edited, path != Configuration.name else { return load() }
    needsList = needsList || changesList(path)
    edited.note(changed: [path])
    want(path)
  }

  /// Files below the root have changed on the disk, come or gone.
  ///
  /// - Parameter mayBeMore: whether others may have done so, too.
  func notice(_ paths: [RootPath], mayBeMore: Bool = false) {
    if mayBeMore || paths.contains(Configuration.name) {
      needsLoad = true
      return
    }
    edited?.note(changed: paths)
    needsList = needsList || paths.contains(where: changesList)
    for path in paths where !root.exists(path) { forget(path) }
    for path in paths { want(path) }
    for path in openPaths { want(path) }
  }

  /// Nothing is said of a document that is gone.
  private func forget(_ path: RootPath) {
    unreported.formUnion((found.removeValue(forKey: path) ?? []).map(self.path))
    unreported.insert(WrittenPath(path))
    due.keep { $0.path != path }
  }

  /// Whether a file has come or gone that the project's documents are told by.
  private func changesList(_ path: RootPath) -> Bool {
    guard let edited else { return true }
    let isThere = root.exists(path)
    if let document = edited.document(at: path) { return isThere != edited.lists(document) }
    // Most editors write beside a file and rename over it: what nobody knew is not missed.
    return isThere ? root.isFolder(path) : edited.knows(path)
  }

  private var openPaths: [RootPath] { open.keys.sorted() }

  private func edit(_ path: RootPath, _ text: Bytes?) {
    guard let edited, path != Configuration.name else {
      root.overlay(text, at: path)
      return load()
    }
    edited.set(text, at: path)
    let old = due
    due = DueDocuments()
    want(path)
    // Links to its headings lead elsewhere now, perhaps.
    if path.bytes.isMarkdownName {
      for other in openPaths where other != path { want(other, follows: false) }
    }
    due.add(old)
  }

  /// The documents whose problems count for a file: the one that it is or that makes it, then those that show it.
  private func documents(for path: RootPath, follows: Bool = true) -> [ProjectDocument] {
    guard let edited else { return [] }
    let own = [edited.document(at: path), edited.maker(of: path)].compactMap { $0 }
      .filter { root.exists($0.path) }
    guard follows else { return own }
    let touched = edited.shown.documents(touchedBy: [path] + own.compactMap(\.output.folded))
    return own + touched.filter { !own.contains($0) }
  }

  private func want(_ path: RootPath, follows: Bool = true) {
    if !open.isEmpty { due.add(documents(for: path, follows: follows)) }
    regionsMayHaveChanged()
  }

  // MARK: what is to be done

  /// Whether nothing is left to do.
  var isIdle: Bool {
    !needsLoad && !needsList && due.isEmpty && regionsDue.isEmpty
      && (open.isEmpty || edited?.shown.isWhole ?? true)
  }

  /// Does a bit of what is to be done.
  ///
  /// - Throws: when it is asked to end; then that bit is left.
  func work() throws(Interrupted) {
    if needsLoad { return load() }
    if needsList { return list() }
    guard let edited else { return due = DueDocuments() }
    followBuilds()
    if let document = due.first {
      let problems = try edited.problems(of: document)
      due.remove(document)
      note(problems, of: document)
    } else if !edited.shown.isWhole {
      _ = edited.learn()
      if edited.shown.isWhole, !wasWhole {
        (wasWhole, lensesAreOld) = (true, true)
        for path in openPaths {
          due.add(documents(for: path).filter { found[$0.path] == nil })
        }
      }
    } else {
      try lookAtRegions()
    }
  }

  /// Learns now what all documents of the project show, so that an answer about them is whole.
  ///
  /// - Throws: when it is asked to end.
  func learnAll() throws(Interrupted) {
    if needsLoad { load() }
    if needsList { list() }
    guard let edited else { return }
    while edited.learn() { try setting.interrupt.check() }
  }

  /// Checks now what a file's problems depend on.
  func settle(_ path: RootPath) throws(Interrupted) {
    if needsLoad { load() }
    if needsList { list() }
    guard let edited else { return }
    followBuilds()
    for document in documents(for: path, follows: false) {
      let isDue = due.contains(document)
      guard isDue || found[document.path] == nil else { continue }
      let problems = try edited.problems(of: document)
      due.remove(document)
      note(problems, of: document)
    }
    if edited.reportsUnusedRegions, open[path] != nil, edited.document(at: path) == nil {
      try learnAll()
      try lookAtRegions(of: path, edited)
    }
  }

  private func note(_ problems: [Diagnostic], of document: ProjectDocument) {
    let old = found.updateValue(problems, forKey: document.path) ?? []
    unreported.formUnion((old + problems).map(path))
    unreported.insert(WrittenPath(document.path))
    regionsMayHaveChanged()
  }

  /// All problems at places of a file, in order.
  func problems(in path: some PathFromRoot) -> [Diagnostic] {
    let all =
      general + found.sorted { $0.key < $1.key }.flatMap(\.value)
      + (RootPath(folding: path.bytes).flatMap { unusedRegions[$0] } ?? [])
    return all.filter { self.path(of: $0).isSame(as: path) }.eachOnce().sorted {
      ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column)
    }
  }

  /// Takes note that the client knows the problems of a file.
  func noteReported(_ path: WrittenPath) { unreported.remove(path) }

  // MARK: names and places

  /// Folded; above the root where the file lies there.
  func path(of problem: Diagnostic) -> WrittenPath { path(named: problem.place.name) }

  /// The same for a name in a problem; the configuration's for none.
  func path(named name: String) -> WrittenPath {
    name.isEmpty ? WrittenPath(Configuration.name) : WrittenPath(Bytes(shownAs: name).folded)
  }

  /// The text of a file as it is typed, or else as it is saved.
  func text(at path: some PathFromRoot) -> Bytes? {
    opened(path)?.lines.bytes ?? (try? root.read(path, limit: 64 << 20).get())
  }
}

extension Bytes {
  /// Whether headings of a file of that name may be linked to, or it is made into one.
  var isMarkdownName: Bool {
    [".md", ".markdown", ".mdx", ".src"].contains { ends(with: Bytes($0.utf8)) }
  }
}
