#include "results/sha256.hpp"

#include <openssl/evp.h>

#include <new>
#include <stdexcept>

namespace headwater {
namespace {

EVP_MD_CTX* context(void* pointer) {
  return static_cast<EVP_MD_CTX*>(pointer);
}

void require(int status) {
  if (status != 1) throw std::runtime_error("the SHA-256 of the OpenSSL library failed");
}

/// Fetched once: a fetch by name costs more than hashing a kilobyte.
const EVP_MD* sha256() {
  static EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (method == nullptr) throw std::runtime_error("the OpenSSL library has no SHA-256");
  return method;
}

}  // namespace

void Sha256::Free::operator()(void* pointer) const {
  EVP_MD_CTX_free(context(pointer));
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  require(EVP_DigestInit_ex2(context(context_.get()), sha256(), nullptr));
}

void Sha256::add(const void* data, std::size_t bytes) {
  require(EVP_DigestUpdate(context(context_.get()), data, bytes));
}

Digest Sha256::digest() const {
  Sha256 copy;
  require(EVP_MD_CTX_copy_ex(context(copy.context_.get()), context(context_.get())));
  Digest result{};
  require(EVP_DigestFinal_ex(context(copy.context_.get()), result.data(), nullptr));
  return result;
}

std::string to_hex(const Digest& digest) {
  const char* digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace headwater
