import DocbuildCore
import Glibc

/// Gathers small slices into large writes; large ones go out as they are.
struct BufferedWriter {
  private let descriptor: Int32
  private var room: Bytes = []
  private(set) var failure: Errno?

  private static let capacity = 1 << 16

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    room.reserveCapacity(BufferedWriter.capacity)
  }

  mutating func add(_ slice: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    if room.count + slice.count > BufferedWriter.capacity { flush() }
    if slice.count >= BufferedWriter.capacity {
      put(slice)
    } else {
      room.append(contentsOf: slice)
    }
  }

  mutating func flush() {
    guard failure == nil, !room.isEmpty else { return }
    room.withUnsafeBytes { failure = BufferedWriter.write($0, to: descriptor) }
    room.removeAll(keepingCapacity: true)
  }

  private mutating func put(_ slice: UnsafeRawBufferPointer) {
    failure = BufferedWriter.write(slice, to: descriptor)
  }

  private static func write(_ slice: UnsafeRawBufferPointer, to descriptor: Int32) -> Errno? {
    var at = 0
    while at < slice.count {
      let rest = UnsafeRawBufferPointer(rebasing: slice[at...])
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count > 0 {
        at += count
      } else if count == 0 {
        return Errno(code: ENOSPC)
      } else if errno == EAGAIN {
        if let failure = Descriptor.wait(for: descriptor, Int16(POLLOUT)) { return failure }
      } else if errno != EINTR {
        return Errno(code: errno)
      }
    }
    return nil
  }
}
