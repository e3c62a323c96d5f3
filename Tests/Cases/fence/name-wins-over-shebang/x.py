#!/bin/bash
x
