/** What an administrator configures: AWS profiles with their credentials, and prices. */
package io.jenkins.plugins.monai.config;
