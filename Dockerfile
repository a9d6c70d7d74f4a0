# An image for CI: stackgen on Debian, with a shell. Build it with `docker build -t stackgen .`
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path . --root /out

FROM debian:bookworm-slim
COPY --from=build /out/bin/stackgen /usr/local/bin/
WORKDIR /work
CMD ["stackgen", "build", "--check"]
