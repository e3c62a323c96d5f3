import DocbuildCore
import Testing

@testable import DocbuildEngine

/// The one codec of the files in `.docbuild`: what is written is read, and what is damaged is not.
struct StateReaderTests {
  /// Reads a file that `write` has put together.
  private func reading<Result>(
    _ write: (inout StateWriter) -> Void, _ read: (inout StateReader) -> Result
  ) -> Result? {
    var writer = StateWriter(.folders)
    write(&writer)
    return writer.sealed().withUnsafeBytes { buffer in
      StateReader(buffer, of: .folders).map { reader in
        var reader = reader
        return read(&reader)
      }
    }
  }

  @Test func everyFieldIsReadAsItWasWritten() {
    let read: Void? = reading {
      for number in [0, -1, .max, .min] { $0.number(number) }
      $0.string([1, 0, 2])
      $0.text("é")
      $0.path(Bytes("a/b")[...])
      $0.stamp(Stamp(size: -2, changed: 7, inode: .max))
      $0.digest(digest(1))
      $0.list([3, 4]) { $0.number($1) }
      $0.raw(Bytes("xyz")[1...])
    } _: { reader in
      for number in [0, -1, .max, .min] { #expect(reader.number() == number) }
      #expect(reader.string().map { Bytes($0) } == [1, 0, 2])
      #expect(reader.text() == "é")
      let path = reader.path()
      #expect(path.map { Bytes(reader.slice($0)) } == Bytes("a/b"))
      #expect(reader.stamp() == Stamp(size: -2, changed: 7, inode: .max))
      #expect(reader.digest() == digest(1))
      #expect(reader.list { $0.number() } == [3, 4])
      #expect(!reader.isAtEnd)
      #expect(reader.skip(3) == nil)
      let rest = reader.skip(2)
      #expect(rest.map { Bytes(reader.bytes[$0..<$0 + 2]) } == Bytes("yz"))
      #expect(reader.isAtEnd)
      #expect(reader.number() == nil && reader.skip(1) == nil && reader.string() == nil)
    }
    #expect(read != nil)
  }

  @Test func aPathNeedsItsNul() {
    _ = reading {
      $0.number(3)
      $0.raw(Bytes("abcd")[...])
    } _: {
      #expect($0.path() == nil)
    }
    // The NUL would be the first byte of the seal.
    _ = reading {
      $0.number(3)
      $0.raw(Bytes("abc")[...])
    } _: {
      #expect($0.path() == nil)
    }
  }

  /// Also where the seal happens to begin with a NUL.
  @Test func noPathReachesIntoTheSeal() throws {
    func file(_ salt: Int) -> Bytes {
      var writer = StateWriter(.folders)
      writer.number(salt)
      writer.number(3)
      writer.raw(Bytes("abc")[...])
      return writer.sealed()
    }
    let bytes = try #require((0..<10_000).lazy.map(file).first { $0[$0.count - 8] == 0 })
    bytes.withUnsafeBytes { buffer in
      var reader = StateReader(buffer, of: .folders)
      #expect(reader?.number() != nil)
      #expect(reader?.path() == nil)
    }
  }

  @Test func noNumberReachesIntoTheSeal() {
    for count in 0...7 {
      _ = reading {
        $0.raw(Bytes(repeating: 1, count: count)[...])
      } _: {
        #expect($0.number() == nil, "\(count)")
      }
    }
  }

  @Test func textIsUTF8() {
    _ = reading {
      $0.string([0xC3])
    } _: {
      #expect($0.text() == nil)
    }
  }

  /// Nothing is made as large as a number says that nobody can have meant.
  @Test(arguments: [-1, 3, 1 << 40, .max, .min]) func countsBeyondTheFileAreRefused(_ count: Int) {
    func read<Value>(_ field: (inout StateReader) -> Value?) {
      let value = reading {
        $0.number(count)
        $0.raw([0, 0][...])
      } _: {
        field(&$0) == nil
      }
      #expect(value == true)
    }
    read { $0.count(ofAtLeast: 1) }
    read { $0.string() }
    read { $0.text() }
    read { $0.path() }
    read { $0.list { $0.number() } }
  }

  @Test func aCountHasRoomForItsItems() {
    for (count, size, fits) in [(2, 4, true), (3, 4, false), (8, 1, true), (9, 1, false)] {
      _ = reading {
        $0.number(count)
        $0.number(0)
      } _: {
        #expect(($0.count(ofAtLeast: size) == count) == fits, "\(count) of \(size)")
      }
    }
  }

  private var file: Bytes {
    var writer = StateWriter(.passed)
    writer.text("some text")
    writer.raw([1, 2, 3][...])
    return writer.sealed()
  }

  private func opens(_ bytes: Bytes, from start: Int = 0, of file: StateFile = .passed) -> Bool {
    bytes.withUnsafeBytes { StateReader($0, from: start, of: file) != nil }
  }

  @Test func onlyWholeFilesOfItsKindOpen() {
    #expect(opens(file))
    #expect(!opens(file, of: .folders))
    #expect(!opens(file + [0]))
    for bytes in file.truncations + file.flips { #expect(!opens(bytes)) }
    #expect(!opens([]))
    #expect(!opens((StateFile.passed.heading ?? [])))
  }

  @Test func otherVersionsDoNotOpen() {
    #expect(opens(file.ofVersion("2")))
    for version in ["1", "3"] as [Character] { #expect(!opens(file.ofVersion(version))) }
  }

  @Test func aFileMayStandBehindOtherBytes() {
    let before = Bytes("before")
    #expect(opens(before + file, from: before.count))
    #expect(!opens(before + file, from: before.count - 1))
    #expect(!opens(before + file))
    for bytes in file.flips { #expect(!opens(before + bytes, from: before.count)) }
  }

  @Test func theSealIsOfTheBytesAlone() {
    let seals = [file, Bytes("12345678") + file].map { bytes in
      bytes.withUnsafeBytes { StateReader($0, from: bytes.count - file.count, of: .passed)?.seal }
    }
    #expect(seals[0] == seals[1] && seals[0] != nil)
  }

  /// Zeroes at the end count too.
  @Test func checksumsDifferByLength() {
    let sums = (0..<40).map { count in
      Bytes(repeating: 0, count: count).withUnsafeBytes { StateReader.checksum($0) }
    }
    #expect(Set(sums).count == 40)
  }
}
