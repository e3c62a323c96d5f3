// function phantom() {} only in a comment
'use strict';
import fs from 'fs';

export const LIMIT = 10;
const a = 1, b = 2;
var legacy = "function phantom() {";
const text = `
function ghost() { ${LIMIT} }
`;

export const double = (x) => x * 2;

const compose = (
  f,
  g,
) => {
  const inner = function (x) {
    return "}";
  };
  const local = 3;
  return inner;
};

function plain(a, b = "{") {
  function nested() {
    return 1;
  }
  return nested();
}

export default async function main() {
  await plain();
}

export function* walk() {
  yield 1;
}

export class Server extends Base {
  static limit = 3;
  #secret = 1;
  handler = () => {
    return 1;
  };

  constructor(name) {
    super(name);
  }

  get size() { return 1; }
  static async start() {
    return /[}{]/;
  }
  #hidden() {}
}

class Client {
  start() { return 'class Ghost {'; }
}

const api = {
  start() {
    return 1;
  },
  stop: function () { return 2; },
  pause: async () => {
    return 3;
  },
  depth: 4,
};

const Widget = class {
  render() { return null; }
};

Server.prototype.reset = function () {
  return 0;
};
exports.helper = function helper() {};
module.exports = {
  exported() { return 1; },
};
