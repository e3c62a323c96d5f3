version=3.4.23
arch=amd64
