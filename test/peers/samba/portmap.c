/*
 * Lets one machine run several Samba domain controllers, none of them on the well-known ports.
 * Samba fixes 389, 636, 3268 and 3269 in its source and decides by its own local port number whether to speak TLS and
 * whether to act as the global catalogue. So bind() puts each of them on the port that PORTMAP names
 * ("389=40001,636=40002"), and getsockname() tells Samba the number it asked for.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum direction { TO_OURS, TO_THEIRS };

static in_port_t translate(in_port_t port, enum direction direction) {
  const char *pair = getenv("PORTMAP");
  while (pair != NULL && *pair != '\0') {
    unsigned theirs = 0, ours = 0;
    if (sscanf(pair, "%u=%u", &theirs, &ours) == 2) {
      if (direction == TO_OURS && ntohs(port) == theirs) return htons((in_port_t)ours);
      if (direction == TO_THEIRS && ntohs(port) == ours) return htons((in_port_t)theirs);
    }
    pair = strchr(pair, ',');
    if (pair != NULL) pair++;
  }
  return port;
}

int bind(int fd, const struct sockaddr *address, socklen_t length) {
  int (*next)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "bind");
  struct sockaddr_in mapped;
  if (address == NULL || address->sa_family != AF_INET || length < sizeof mapped) return next(fd, address, length);
  memcpy(&mapped, address, sizeof mapped);
  mapped.sin_port = translate(mapped.sin_port, TO_OURS);
  return next(fd, (const struct sockaddr *)&mapped, sizeof mapped);
}

int getsockname(int fd, struct sockaddr *restrict address, socklen_t *restrict length) {
  int (*next)(int, struct sockaddr *, socklen_t *) = dlsym(RTLD_NEXT, "getsockname");
  int result = next(fd, address, length);
  if (result == 0 && address->sa_family == AF_INET && *length >= sizeof(struct sockaddr_in)) {
    struct sockaddr_in *in = (struct sockaddr_in *)address;
    in->sin_port = translate(in->sin_port, TO_THEIRS);
  }
  return result;
}
