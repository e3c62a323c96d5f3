import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension LanguageServer {
  /// Answers a message, or takes note of it.
  func receive(_ message: JSONTree, in queue: MessageQueue) {
    guard let method = message["method"]?.text else {
      // An answer; or nothing that anybody knows.
      if message["result"] == nil, message["error"] == nil { refuse(.invalidRequest) }
      return
    }
    let params = message["params"] ?? .null
    guard let id = message["id"] else {
      if method == "exit" {
        exitCode = isShutDown ? 0 : 1
      } else if client != nil, !isShutDown {
        note(method, params)
      }
      return
    }
    do {
      guard !queue.isCancelled(id) else { throw RequestFault.cancelled }
      let answer = try queue.answering(id) { try self.answer(method, params) }
      send(["id": id.asID, "result": answer])
    } catch let fault as RequestFault {
      send(["id": id.asID, "error": fault.json])
    } catch is Interrupted {
      send(["id": id.asID, "error": RequestFault.cancelled.json])
    } catch {
      let why = (error as? SystemError)?.message ?? "\(error)"
      send(["id": id.asID, "error": RequestFault.failed(why).json])
    }
  }

  /// Says that something was no message.
  func refuse(_ fault: RequestFault = .parse) { send(["id": .null, "error": fault.json]) }

  private func answer(_ method: String, _ params: JSONTree) throws -> JSONValue {
    if method == "initialize" {
      guard client == nil else { throw RequestFault.invalidRequest }
      return initialise(params)
    }
    guard client != nil else { throw RequestFault.notInitialised }
    guard !isShutDown else { throw RequestFault.invalidRequest }
    if method == "shutdown" {
      isShutDown = true
      return .null
    }
    guard let request = Request.all.first(where: { $0.method == method }) else {
      throw RequestFault.unknown(method)
    }
    return try request.answer(self, params)
  }
}

extension JSONTree {
  /// The same in an answer.
  fileprivate var asID: JSONValue {
    switch self {
    case .text(let text): .text(text)
    case .number(let number?): .number(number)
    default: .null
    }
  }
}
