// go-tuf's update, unmodified, behind the command line of all strangers:
//
//	CLIENT ROOT METADATA_DIR TARGET_DIR METADATA_URL TARGET_URL [TARGET…]
//
// It trusts ROOT, updates what it keeps in METADATA_DIR, downloads each TARGET into TARGET_DIR,
// and says which versions it trusts then.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"
)

func main() {
	if err := update(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "go-tuf:", err)
		os.Exit(1)
	}
}

func update(args []string) error {
	if len(args) < 5 {
		return errors.New("an argument is missing")
	}
	root, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	metadataDir, targetDir, metadataURL, targetURL := args[1], args[2], args[3], args[4]
	cfg, err := config.New(metadataURL, root)
	if err != nil {
		return err
	}
	cfg.LocalMetadataDir, cfg.LocalTargetsDir = metadataDir, targetDir
	cfg.RemoteTargetsURL = targetURL
	client, err := updater.New(cfg)
	if err != nil {
		return err
	}
	if err := client.Refresh(); err != nil {
		return err
	}
	for _, name := range args[5:] {
		info, err := client.GetTargetInfo(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, _, err := client.DownloadTarget(info, filepath.Join(targetDir, name), ""); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	trusted := client.GetTrustedMetadataSet()
	fmt.Println("root", trusted.Root.Signed.Version, "timestamp", trusted.Timestamp.Signed.Version)
	return nil
}
