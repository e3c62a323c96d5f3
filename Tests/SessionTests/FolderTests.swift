import Foundation
import Testing

/// Folders of a target stack: each names only what stands in those above it in the lists of `Sources/README.md`.
///
/// Names are told by words. What counts is what stands at the top of a file: types, functions, and members that an
/// extension adds to a type of another folder, as far as no other declaration of the target has the name. A value of a
/// type that is not named does not count, nor does a member that a type of the same folder declares.
struct FolderTests {
  /// What is still to be mended: `Folder/File: name`.
  private static let exceptions: [String: Set<String>] = [
    "DocbuildCore": [],
    "DocbuildEngine": [],
    "DocbuildLanguageServer": [],
  ]

  @Test(arguments: ["DocbuildCore", "DocbuildEngine", "DocbuildLanguageServer"])
  func foldersStack(_ target: String) throws {
    let folders = try TargetFolders(target)
    let levels = try TargetFolders.levels(of: target)
    #expect(
      Set(levels.flatMap { $0 }) == folders.names,
      "the list in Sources/README.md is not the folders")
    var level: [String: Int] = [:]
    for (number, names) in levels.enumerated() { for name in names { level[name] = number } }
    let wrong = folders.uses.filter { use in
      guard let own = level[use.folder], let other = level[use.target] else { return true }
      return own <= other
    }
    let found = Set(wrong.map { "\($0.folder)/\($0.file): \($0.name)" })
    let expected = FolderTests.exceptions[target] ?? []
    for use in wrong where !expected.contains("\(use.folder)/\(use.file): \(use.name)") {
      Issue.record("\(use.folder)/\(use.file).swift names '\(use.name)' of \(use.target)")
    }
    for name in expected.subtracting(found).sorted() {
      Issue.record("\(name): no longer so; take it out of the exceptions")
    }
  }

  @Test func namesAreFound() throws {
    let uses = try TargetFolders("DocbuildCore").uses
    func has(_ folder: String, _ name: String, _ target: String) -> Bool {
      uses.contains { $0.folder == folder && $0.name == name && $0.target == target }
    }
    #expect(has("Proof", "MarkdownTree", "Markdown"))
    #expect(has("Weave", "makeExcerpt", "Selection"))
    #expect(has("Selection", "language", "Languages"))
  }
}

/// Who names what among the folders of a target.
private struct TargetFolders {
  struct Use: Hashable {
    let folder: String
    let file: String
    let name: String
    /// The folder that declares the name.
    let target: String
  }

  private struct File {
    let folder: String
    let name: String
    let words: [SwiftText.Word]
  }

  private(set) var names: Set<String> = []
  private(set) var uses: Set<Use> = []

  init(_ target: String) throws {
    let root = projectFolder.appendingPathComponent("Sources/\(target)")
    let paths =
      FileManager.default.enumerator(atPath: root.path)?.allObjects.compactMap { $0 as? String }
      ?? []
    let files = try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let parts = path.split(separator: "/")
      let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      return File(
        folder: parts.count > 1 ? String(parts[0]) : "",
        name: String(parts[parts.count - 1].dropLast(6)),
        words: SwiftText(text).words)
    }
    names = Set(files.map(\.folder))
    var declarations = Declarations()
    for file in files { declarations.note(file.words, folder: file.folder) }
    declarations.finish()
    for file in files {
      let own = Set(Declarations.nested(in: file.words))
      for (index, word) in file.words.enumerated() {
        guard let target = declarations.folder(of: word), target != file.folder,
          !own.contains(word.text),
          index == 0 || !Declarations.words.contains(file.words[index - 1].text)
        else { continue }
        uses.insert(Use(folder: file.folder, file: file.name, name: word.text, target: target))
      }
    }
  }

  /// The folders of a target from the first that all others may name, those side by side together, as
  /// `Sources/README.md` lists them.
  static func levels(of target: String) throws -> [[String]] {
    let text = try String(
      contentsOf: projectFolder.appendingPathComponent("Sources/README.md"), encoding: .utf8)
    let short = target.replacing("Docbuild", with: "")
    var levels: [[String]] = []
    var isInList = false
    var isSideBySide = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("| folder in \(short) |") {
        isInList = true
      } else if line.hasPrefix("| side by side in \(short) |") {
        (isInList, isSideBySide) = (true, true)
        levels.append([])
      } else if !line.hasPrefix("|") {
        (isInList, isSideBySide) = (false, false)
      } else if isInList, let name = line.firstMatch(of: /^\| `(\w+)`/)?.output.1 {
        if isSideBySide {
          levels[levels.count - 1].append(String(name))
        } else {
          levels.append([String(name)])
        }
      }
    }
    return levels
  }
}

/// What a target declares, by the folders that it stands in.
private struct Declarations {
  static let types: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]
  static let words = types.union(["func", "var", "let", "case", "extension", "init", "import"])

  private var typeFolders: [String: String] = [:]
  private var functionFolders: [String: Set<String>] = [:]
  /// The folders that declare a member of that name, each as often as it does.
  private var memberFolders: [String: [String]] = [:]
  private var added: [(name: String, type: String, folder: String)] = []
  /// Members that extensions add to types of other folders.
  private var addedFolders: [String: String] = [:]

  mutating func note(_ words: [SwiftText.Word], folder: String) {
    var extended: String?
    var isPrivate = false
    var line = -1
    for (index, word) in words.enumerated() where index + 1 < words.count {
      if word.line != line { (line, isPrivate) = (word.line, false) }
      if word.text == "private" || word.text == "fileprivate" { isPrivate = true }
      let name = words[index + 1].text
      if word.depth == 0 {
        if word.text == "extension" { extended = name }
        if Declarations.types.contains(word.text) {
          extended = nil
          if !isPrivate { typeFolders[name] = folder }
        }
        if word.text == "func", !isPrivate { functionFolders[name, default: []].insert(folder) }
      } else if word.depth == 1, ["func", "var", "let", "case"].contains(word.text) {
        memberFolders[name, default: []].append(folder)
        if let extended, !isPrivate { added.append((name, extended, folder)) }
      }
    }
  }

  /// The folder that declares what `word` names; nil for what the target does not declare, or not at one place.
  func folder(of word: SwiftText.Word) -> String? {
    if word.isMember { return addedFolders[word.text] }
    if let folder = typeFolders[word.text] { return folder }
    guard word.isCalled, memberFolders[word.text] == nil,
      let folders = functionFolders[word.text], folders.count == 1
    else { return nil }
    return folders.first
  }

  /// To be called when all files are noted.
  mutating func finish() {
    for (name, type, folder) in added {
      guard let home = typeFolders[type], home != folder, memberFolders[name]?.count == 1 else {
        continue
      }
      addedFolders[name] = folder
    }
  }

  /// The names of types that a file declares inside others, or for itself alone.
  static func nested(in words: [SwiftText.Word]) -> [String] {
    var found: [String] = []
    var isPrivate = false
    var line = -1
    for (index, word) in words.enumerated() where index + 1 < words.count {
      if word.line != line { (line, isPrivate) = (word.line, false) }
      if word.text == "private" || word.text == "fileprivate" { isPrivate = true }
      if types.contains(word.text), word.depth > 0 || isPrivate {
        found.append(words[index + 1].text)
      }
    }
    return found
  }
}
