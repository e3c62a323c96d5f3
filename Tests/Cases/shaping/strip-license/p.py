#!/usr/bin/env python3
# Copyright 2026 A. Nonymous
# SPDX-License-Identifier: MIT

import x


def f():
    a()
    b()
    c()
