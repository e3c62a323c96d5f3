import DocbuildCore
import Glibc
import Testing

@testable import DocbuildEngine

/// Git need not be asked as long as all is as it was that decides which files it lists.
struct KnownListingTests {
  private let folder: TemporaryFolder
  private let root: Root
  private let name = "p/.docbuild/folders"

  /// A repository as git makes it, as far as it is looked at.
  init() throws {
    folder = try TemporaryFolder()
    for (file, text) in [
      "p/.git/index": "index", "p/.git/config": "[core]\n", "p/a.src": "a",
      "p/.gitignore": "out/\n",
      "p/sub/b.src": "b", "p/sub/.gitignore": "x\n", "p/sub/deep/c.src": "c",
      "p/.docbuild/.gitignore": "*\n", "p/.docbuild/log": "log",
    ] { try folder.write(file, text) }
    root = try Root(folder.root.joined(Bytes("p")))
    try folder.tick()
  }

  /// Long after everything was written.
  private static let later = 1 << 62

  private func listing(most: Int = 64, started: Int = later) -> KnownListing? {
    KnownListing(in: root, most: most, started: started)
  }

  private func note() throws {
    try folder.write(name, #require(listing()?.stored))
  }

  private var isKnown: Bool { KnownListing.holds(in: root) }

  @Test func whatIsNotedHolds() throws {
    #expect(!isKnown)
    try note()
    #expect(isKnown)
    #expect(isKnown)
  }

  /// The text of a file changes no folder; git lists by names.
  @Test func whatDecidesNothingMayChange() throws {
    try note()
    try folder.rewrite("p/a.src", "another")
    #expect(isKnown)
  }

  @Test(arguments: [
    "p/.git/index", "p/.git/config", "p/.gitignore", "p/sub/.gitignore", "p/.docbuild/log",
    "p/.docbuild/.gitignore",
  ]) func filesThatDecideAreWatched(_ file: String) throws {
    try note()
    #expect(isKnown)
    try folder.rewrite(file, "* # another\n")
    #expect(!isKnown)
  }

  @Test(arguments: [
    "p/new.src", "p/sub/new.src", "p/sub/deep/new.src", "p/sub/more/new.src", "p/.git/commondir",
    "p/.git/info/exclude",
  ]) func filesThatComeAreSeen(_ file: String) throws {
    try note()
    #expect(isKnown)
    try folder.write(file, "new")
    #expect(!isKnown)
  }

  @Test(arguments: ["p/a.src", "p/sub/deep", "p/.gitignore", "p/.git/index", "p/.docbuild/log"])
  func filesThatGoAreSeen(_ file: String) throws {
    try note()
    #expect(isKnown)
    folder.remove(file)
    #expect(!isKnown)
  }

  @Test func filesThatGetAnotherNameAreSeen() throws {
    try note()
    #expect(rename(folder.path("p/sub/b.src"), folder.path("p/sub/b.txt")) == 0)
    #expect(!isKnown)
  }

  @Test func damageIsSeen() throws {
    try note()
    let bytes = try #require(folder.bytes(name))
    for damaged in bytes.truncations + bytes.flips + [bytes + [0]] {
      try folder.rewrite(name, damaged)
      #expect(!isKnown)
    }
    for version in ["0", "2"] as [Character] {
      try folder.rewrite(name, bytes.ofVersion(version))
      #expect(!isKnown)
    }
    try folder.rewrite(name, bytes)
    #expect(isKnown)
  }

  /// One that somebody made may hold only where all is the same, whatever it says.
  @Test func forgedListingsDoNoHarm() throws {
    try note()
    let bytes = try #require(folder.bytes(name))
    let heading = StateFile.folders.heading?.count ?? 0
    for forged in (bytes.flips + bytes.truncations).map(\.resealed) {
      try folder.rewrite(name, forged)
      // Another path may not be there either, and then it is no other stamp.
      if isKnown { #expect(forged.count == bytes.count && forged[..<heading] == bytes[..<heading]) }
    }
    for count in [-1, 1, 1 << 40, .max] {
      var writer = StateWriter(.folders)
      writer.string(root.path.bytes)
      writer.stamp(try #require(root.stamp(of: StateFile.log.path)))
      writer.number(count)
      try folder.rewrite(name, writer.sealed())
      #expect(!isKnown)
    }
    // All of the list, and something behind it.
    try folder.rewrite(name, (bytes.dropLast(8) + Bytes(repeating: 0, count: 16)).resealed)
    #expect(!isKnown)
    // Another root.
    var forged = bytes
    forged[heading + 8] = UInt8(ascii: "x")
    try folder.rewrite(name, forged.resealed)
    #expect(!isKnown)
  }

  @Test func anotherRootsListingIsNone() throws {
    try note()
    #expect(rename(folder.path("p"), folder.path("q")) == 0)
    #expect(try !KnownListing.holds(in: Root(folder.root.joined(Bytes("q")))))
  }

  // MARK: where it would not decide all

  /// What changed within a tick of the clock before git was asked may change again and look the same.
  @Test func whatIsTooNewIsNotNoted() throws {
    let noted = [
      ".", "sub", "sub/deep", ".gitignore", "sub/.gitignore", ".git/index", ".git/config",
      ".docbuild/.gitignore",
    ]
    let newest =
      try noted.map { try #require(root.stamp(of: RootPath(folding: Bytes($0)) ?? .root)).changed }
      .max() ?? 0
    #expect(listing(started: newest + 20_000_000) == nil)
    #expect(listing(started: newest + 20_000_001) != nil)
  }

  @Test func aLogThatIsTooNewIsNotNoted() throws {
    try folder.rewrite("p/.docbuild/log", "newer")
    let log = try #require(root.stamp(of: StateFile.log.path)).changed
    #expect(try #require(listing(started: log + 20_000_000)).stored == nil)
    #expect(try #require(listing(started: log + 20_000_001)).stored != nil)
  }

  @Test func withoutALogThereIsNothingToNote() throws {
    folder.remove("p/.docbuild/log")
    #expect(try #require(listing()).stored == nil)
  }

  /// At most twice as much as there may be folders is noted: here four files of git's and two for each folder.
  @Test func whatIsToBeNotedIsBounded() throws {
    #expect(listing(most: 5) != nil)
    #expect(listing(most: 4) == nil)
    for name in ["x", "y", "z"] { try folder.makeFolder("p/\(name)") }
    #expect(listing(most: 6) != nil)
    #expect(listing(most: 5) == nil)
  }

  @Test func manyFoldersAreLeftToGit() throws {
    for number in 0..<20 { try folder.makeFolder("p/more\(number)") }
    #expect(listing(most: 21) != nil)
    #expect(listing(most: 20) == nil)
  }

  @Test(arguments: [
    "p/sub/.git/HEAD", "p/sub/.git", "p/sub/.docbuild/log", "p/.git/commondir",
  ]) func repositoriesInOneAnotherAreLeftToGit(_ file: String) throws {
    try folder.write(file, "x")
    #expect(listing() == nil)
  }

  @Test func aRepositoryElsewhereIsLeftToGit() throws {
    folder.remove("p/.git")
    #expect(listing() == nil)
    try folder.write("p/.git", "gitdir: ../elsewhere\n")
    #expect(listing() == nil)
  }

  @Test(arguments: [
    "[include]\npath = x", "[INCLUDEIF \"x\"]", "[core]\nexcludesFile = x", "[core]\nworktree = x",
  ]) func aConfigurationThatNamesMoreIsLeftToGit(_ text: String) throws {
    try folder.rewrite("p/.git/config", text)
    #expect(listing() == nil)
  }

  @Test func theFolderItselfMustBeHidden() throws {
    try folder.rewrite("p/.docbuild/.gitignore", "*\n!log\n")
    #expect(listing() == nil)
    folder.remove("p/.docbuild/.gitignore")
    #expect(listing() == nil)
  }

  /// What lies between a root and the top of its repository decides too.
  @Test func aRootBelowTheTopWatchesWhatIsAbove() throws {
    try folder.write("p/sub/.docbuild/.gitignore", "*\n")
    try folder.write("p/sub/.docbuild/log", "log")
    let below = try Root(folder.root.joined(Bytes("p/sub")))
    func stored() throws -> Bytes {
      let listing = KnownListing(in: below, most: 64, started: KnownListingTests.later)
      return try #require(listing?.stored)
    }
    for file in ["p/.gitignore", "p/.git/index", "p/new.src"] {
      try folder.write("p/sub/.docbuild/folders", stored())
      #expect(KnownListing.holds(in: below))
      try folder.tick()
      if file == "p/new.src" {
        try folder.write(file, "new")
      } else {
        try folder.rewrite(file, "x")
      }
      #expect(!KnownListing.holds(in: below), "\(file)")
    }
  }
}

extension TemporaryFolder {
  /// Writes to a file where it lies, so that its folder stays as it is.
  fileprivate func rewrite(_ name: String, _ bytes: Bytes) throws {
    let file = try #require(fopen(path(name), "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  fileprivate func rewrite(_ name: String, _ text: String) throws {
    try rewrite(name, Bytes(text))
  }
}
