import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// What the tests of `.docbuild` share: small values, and damage.

extension Bytes {
  /// What is left of a stored file that was cut off, for each length.
  var truncations: [Bytes] { indices.map { Bytes(self[..<$0]) } }

  /// The bytes with one of them changed, for each of them in three ways.
  var flips: [Bytes] {
    indices.flatMap { index in
      [0x01, 0x80, 0xFF].map { (mask: UInt8) -> Bytes in
        var bytes = self
        bytes[index] ^= mask
        return bytes
      }
    }
  }

  /// A sealed file whose seal is true again: what a stranger would make.
  var resealed: Bytes {
    let rest = Bytes(dropLast(StateReader.sealSize))
    let seal = rest.withUnsafeBytes { StateReader.checksum($0) }
    return rest + (0..<8).map { UInt8(truncatingIfNeeded: seal >> ($0 * 8)) }
  }

  /// A sealed file with a number behind its last field.
  var withMore: Bytes { (dropLast(StateReader.sealSize) + Bytes(repeating: 0, count: 16)).resealed }

  /// A file of another version of docbuild's: the last digit of its heading is another. Sealed files only.
  func ofVersion(_ digit: Character) -> Bytes {
    var bytes = self
    if let end = bytes.firstIndex(of: 10) { bytes[end - 1] = digit.asciiValue ?? 0 }
    return bytes.resealed
  }

  init(_ text: String) { self.init(text.utf8) }
}

/// A digest by a number.
func digest(_ number: Int) -> Hash { Hash(Bytes("\(number)")) }

/// A stamp by a number, long ago.
func stamp(_ number: Int) -> Stamp {
  Stamp(size: number, changed: 1_000_000_000_000_000_001 + number, inode: UInt64(number))
}

/// A log by its texts: of each document its path, output, stamp and inputs, as one line.
func lines(_ log: BuildLog) -> [String] {
  log.entries.map { entry in
    let inputs = log.inputs(of: entry).map { place in
      let file = log.files[Int(place)]
      return "\(log.bytes(file.path).text) \(file.stamp.size)"
    }
    let digest = log.outputHash(of: entry)?.text.prefix(6) ?? ""
    return "\(log.bytes(entry.path).text) > \(log.bytes(entry.output).text) "
      + "\(entry.outputStamp.size) \(digest): \(inputs.joined(separator: ", "))"
  }
}

extension TemporaryFolder {
  var root: AbsolutePath { AbsolutePath(trusted: Bytes(url.path)) }

  /// What a file holds; nil for none.
  func bytes(_ name: String) -> Bytes? {
    FileManager.default.contents(atPath: path(name)).map { Bytes($0) }
  }

  /// The number of a file, which another file in its place does not have.
  func inode(_ name: String) -> UInt64? {
    Stamp(of: AbsolutePath(trusted: Bytes(path(name))))?.inode
  }

  /// Waits until what changes now has another time than what has changed so far: some milliseconds.
  func tick() throws {
    func now() throws -> Int? {
      try write("tick", "")
      return Stamp(of: AbsolutePath(trusted: Bytes(path("tick"))))?.changed
    }
    let before = try now()
    while try now() == before {}
  }

  func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
  }
}
